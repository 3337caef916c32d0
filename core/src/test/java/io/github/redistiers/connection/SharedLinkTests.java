package io.github.redistiers.connection;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redistiers.TierRole;
import io.lettuce.core.api.StatefulConnection;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Connecting goes on until it is ended, and then not again.
 */
class SharedLinkTests {

	private final AtomicInteger attempts = new AtomicInteger();

	private final List<Thread> threads = new CopyOnWriteArrayList<>();

	private final SharedLink link = new SharedLink(
			TierSettings.builder("store", TierRole.STORE, new RedisStandaloneConfiguration("127.0.0.1", 1)).build(),
			this::attempt, (failures) -> Duration.ofMillis(1), threads());

	private boolean isShortOfThreads;

	@AfterEach
	void end() {
		this.link.end();
	}

	@Test
	void beginsAgainWhereNoThreadCouldBeStarted() {
		this.isShortOfThreads = true;
		assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(this.link::begin);
		assertThat(this.attempts).hasValue(0);
		this.isShortOfThreads = false;
		this.link.begin();
		Awaitility.await().until(() -> this.attempts.get() > 0);
	}

	@Test
	void goesOnAfterAnError() {
		this.link.begin();
		Awaitility.await().until(() -> this.attempts.get() > 3);
		assertThat(this.threads).hasSize(1);
	}

	@Test
	void beginsAgainAfterItWasClosed() {
		this.link.begin();
		this.link.close();
		int before = this.attempts.get();
		this.link.begin();
		Awaitility.await().until(() -> this.attempts.get() > before);
	}

	@Test
	void neverBeginsAgainOnceItHasEnded() {
		this.link.begin();
		this.link.end();
		assertThatExceptionOfType(RedisConnectionFailureException.class)
			.isThrownBy(() -> this.link.get(Duration.ofSeconds(30)))
			.withMessageContaining("The connection factory was stopped");
		assertThatExceptionOfType(RedisConnectionFailureException.class).isThrownBy(this.link::begin);
		assertThat(this.threads).hasSize(1);
	}

	private StatefulConnection<?, ?> attempt() {
		int attempt = this.attempts.incrementAndGet();
		if (attempt == 1) {
			throw new OutOfMemoryError("unable to create native thread");
		}
		throw new IllegalStateException("Nobody is there");
	}

	private ThreadFactory threads() {
		return (connecting) -> new Thread(connecting) {

			@Override
			public synchronized void start() {
				if (SharedLinkTests.this.isShortOfThreads) {
					throw new OutOfMemoryError("unable to create native thread");
				}
				SharedLinkTests.this.threads.add(this);
				setDaemon(true);
				super.start();
			}

		};
	}

}
