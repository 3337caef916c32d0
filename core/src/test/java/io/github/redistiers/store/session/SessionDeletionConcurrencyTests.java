package io.github.redistiers.store.session;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Saves and deletes of the same session that start together, in two processes.
 */
@Timeout(300)
@EachServerGeneration
class SessionDeletionConcurrencyTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private static final int RACES = Integer.getInteger("redis-tiers.test.session-races", 100);

	SessionDeletionConcurrencyTests(ServerGeneration generation) {
	}

	@ParameterizedTest
	@EnumSource
	void leaveADeletedSessionDeleted(SessionLayout layout) throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(3);
		try (TestSessions one = new TestSessions(server.get(), layout);
				TestSessions other = new TestSessions(server.get(), layout)) {
			CyclicBarrier start = new CyclicBarrier(3);
			List<String> ids = new ArrayList<>();
			for (int i = 0; i < RACES; i++) {
				String id = one.saved("a", "1", TestSessions.OWNER, "ann").getId();
				StoreSession changed = Objects.requireNonNull(one.sessions().findById(id));
				StoreSession renamed = Objects.requireNonNull(other.sessions().findById(id));
				changed.setAttribute("a", "2");
				if (i % 4 == 0) {
					renamed.changeSessionId();
				}
				renamed.setAttribute("b", "2");
				List<Future<?>> running = List.of(threads.submit(() -> {
					start.await();
					one.sessions().save(changed);
					return null;
				}), threads.submit(() -> {
					start.await();
					other.sessions().save(renamed);
					return null;
				}), threads.submit(() -> {
					start.await();
					other.sessions().deleteById(id);
					return null;
				}));
				for (Future<?> future : running) {
					future.get();
				}
				ids.add(id);
				if (i % 4 == 0) {
					// who logs in while he logs out is logged in, or not at all
					one.sessions().deleteById(renamed.getId());
				}
			}
			assertThat(ids).allSatisfy((id) -> assertThat(one.sessions().findById(id)).isNull());
			assertThat(one.template().keys("*session*:http:*{*")).isEmpty();
			assertThat(one.template().keys("spring:session:*")).isEmpty();
			long dropped = one.sessions().counts().dropped() + other.sessions().counts().dropped();
			System.out.println("sessions that came back: 0 of " + RACES + " in layout " + layout + "; saves that came"
					+ " too late: " + dropped);
			assertThat(dropped).isPositive();
		}
		finally {
			threads.shutdownNow();
		}
	}

}
