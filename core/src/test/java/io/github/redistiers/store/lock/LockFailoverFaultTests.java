package io.github.redistiers.store.lock;

import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redistiers.devservices.SentinelGroup;
import io.github.redistiers.store.TestStore;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

// on one generation: what a replica misses, it misses on each
@Timeout(120)
class LockFailoverFaultTests {

	private static final Duration LONG = Duration.ofSeconds(60);

	@Test
	void growTheirTokensOverAFailoverThatLostThem() {
		try (SentinelGroup group = SentinelGroup.start((builder) -> builder);
				TestStore store = TestStore.on(new RedisSentinelConfiguration(group.name(), Set.copyOf(group.nodes())),
						Duration.ofSeconds(5), new LockStructure())) {
			LockRepository locks = store.repositories().create(LockRepository.class, "orders");
			HeldLock kept = Objects.requireNonNull(locks.tryAcquire("kept"));
			Awaitility.await().until(() -> group.replica().commands().exists("shop:lock:orders:kept") == 1);
			group.cutReplication();
			HeldLock lost = Objects.requireNonNull(locks.tryAcquire("lost", Lease.renewed(Duration.ofSeconds(30))));
			HeldLock told = Objects.requireNonNull(locks.tryAcquire("told", Lease.renewed(Duration.ofSeconds(3))));
			AtomicInteger losses = new AtomicInteger();
			told.onLost(losses::incrementAndGet);
			group.failOver();
			awaitClosedBreaker(locks);
			HeldLock next = Objects.requireNonNull(locks.tryAcquire("lost"));
			assertThat(next.token()).isGreaterThan(lost.token());
			assertThatExceptionOfType(StaleTokenException.class).isThrownBy(() -> lost.set("total", "1"));
			next.set("total", "2");
			assertThat(lost.release()).isFalse();
			assertThat(next.release()).isTrue();
			kept.set("total", "3");
			assertThat(kept.isHeld()).isTrue();
			assertThat(kept.release()).isTrue();
			Awaitility.await().atMost(LONG).until(() -> losses.get() == 1);
			assertThat(told.isHeld()).isFalse();
		}
	}

	private static void awaitClosedBreaker(LockRepository locks) {
		Awaitility.await().atMost(LONG).ignoreExceptionsInstanceOf(DataAccessException.class).until(() -> {
			for (int i = 0; i < 100; i++) {
				locks.isLocked("other");
			}
			return true;
		});
	}

}
