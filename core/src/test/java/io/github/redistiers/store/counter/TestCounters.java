package io.github.redistiers.store.counter;

import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.store.StoreRepositories;
import io.github.redistiers.store.TestStore;

/**
 * A process with counters on a server, as tests see it.
 */
final class TestCounters implements AutoCloseable {

	private final TestStore store;

	TestCounters(RedisServer server) {
		this.store = TestStore.on(server, new CounterStructure());
	}

	StoreRepositories repositories() {
		return this.store.repositories();
	}

	CounterRepository counters() {
		return counters(CounterRepository.class);
	}

	CounterRepository counters(Class<? extends CounterRepository> type) {
		return repositories().create(type, "page-views");
	}

	@Override
	public void close() {
		this.store.close();
	}

}
