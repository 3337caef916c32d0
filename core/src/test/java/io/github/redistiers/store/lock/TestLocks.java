package io.github.redistiers.store.lock;

import java.time.Duration;
import java.util.function.LongSupplier;

import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.store.TestStore;

/**
 * A process with locks, as tests see it.
 */
final class TestLocks implements AutoCloseable {

	private final TestStore store;

	TestLocks(RedisServer server) {
		this(server.host(), server.port(), Duration.ofSeconds(5), System::nanoTime);
	}

	TestLocks(RedisServer server, LongSupplier clock) {
		this(server.host(), server.port(), Duration.ofSeconds(5), clock);
	}

	TestLocks(String host, int port, Duration timeout) {
		this(host, port, timeout, System::nanoTime);
	}

	private TestLocks(String host, int port, Duration timeout, LongSupplier clock) {
		this.store = TestStore.on(host, port, timeout, new LockStructure(clock));
	}

	LockRepository locks() {
		return locks(LockRepository.class);
	}

	<R extends LockRepository> R locks(Class<R> type) {
		return this.store.repositories().create(type, "orders");
	}

	TestStore store() {
		return this.store;
	}

	/**
	 * Renews nothing any more, as at the end of the application, and leaves the
	 * connection.
	 */
	void stop() {
		this.store.repositories().close();
	}

	@Override
	public void close() {
		this.store.close();
	}

}
