package io.github.redistiers.test.contract;

import java.util.List;

import io.github.redistiers.devservices.FaultProxy;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.store.Applied;
import io.github.redistiers.store.OutcomeUnknownException;
import io.github.redistiers.store.StoreFullException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What structures say when the server's memory is full, and when its answer is lost.
 *
 * @since 0.1.0
 */
public abstract class RefusalFaults extends StructureFaults {

	@Test
	void saysThatTheMemoryIsFullAndChangesNothing() {
		try (RedisServer server = store("everysec").start();
				TestedStore store = TestedStore.on(server);
				Loads loads = loads("full memory", store)) {
			loads.run();
			loads.awaitAcknowledged(20);
			loads.pause();
			server.fillToMaxmemory();
			loads.run();
			loads.awaitFailures(StoreFullException.class, 10);
			loads.pause();
			server.makeSpace();
			loads.checkFailures(List.of(StoreFullException.class));
			loads.check(Loss.NONE);
			loads.run();
			loads.awaitAcknowledged(20);
			loads.pause();
			loads.check(Loss.NONE);
		}
	}

	@Test
	void doesNotRepeatWhatWasNotAnswered() {
		try (RedisServer server = store("everysec").start();
				FaultProxy proxy = FaultProxy.to(server);
				TestedStore store = TestedStore.on(proxy);
				Loads loads = loads("dropped reply", store)) {
			for (Load<?> load : loads.each()) {
				// a script is sent whole only the first time
				load.make(load.next());
				load.make(load.next());
				for (int i = 0; i < 2 * Tally.KEYS.size(); i++) {
					int tries = 0;
					while (!dropReply(load, proxy)) {
						assertThat(++tries).as("replies that " + load + " did not miss").isLessThan(10);
					}
				}
			}
		}
	}

	/**
	 * Drops the next reply during an operation.
	 * @return whether it was the operation's, rather than that of something that the
	 * structure does beside
	 */
	private static boolean dropReply(Load<?> load, FaultProxy proxy) {
		Operation operation = load.next();
		long once = load.found(operation.key()).count() + 1;
		proxy.dropNextReply();
		Throwable failure = catchThrowable(() -> load.once(operation));
		if (failure == null) {
			assertThat(load.found(operation.key()).count()).as(load.toString()).isEqualTo(once);
			return false;
		}
		assertThat(failure).as(load.toString())
			.isInstanceOfSatisfying(OutcomeUnknownException.class,
					(ex) -> assertThat(ex.applied()).isEqualTo(Applied.UNKNOWN));
		long atLeast = load.contract().isSeveralCommands() ? once - 1 : once;
		assertThat(load.found(operation.key()).count()).as(load.toString()).isBetween(atLeast, once);
		if (load.contract().isRepeatable()) {
			load.make(operation);
			assertThat(load.found(operation.key()).count()).as(load.toString()).isEqualTo(once);
		}
		return true;
	}

}
