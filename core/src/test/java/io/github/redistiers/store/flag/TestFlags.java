package io.github.redistiers.store.flag;

import java.time.Duration;
import java.util.function.Supplier;

import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.store.TestStore;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process with flags on a server, as tests see it.
 */
final class TestFlags implements AutoCloseable {

	static final String KEY = "shop:flag:features";

	private final TestStore store;

	TestFlags(RedisServer server) {
		this(TestStore.on(server, new FlagStructure()));
	}

	TestFlags(TestStore store) {
		this.store = store;
	}

	TestStore store() {
		return this.store;
	}

	Features features() {
		return this.store.repositories().create(Features.class, "features");
	}

	/**
	 * A process that was told that the server tells it of changes.
	 */
	Features pushed() {
		Features features = features();
		features.refresh();
		await(() -> features.status().pushed(), true);
		return features;
	}

	static <T> void await(Supplier<T> read, T value) {
		Awaitility.await()
			.pollInterval(Duration.ofMillis(5))
			.atMost(Duration.ofSeconds(30))
			.untilAsserted(() -> assertThat(read.get()).isEqualTo(value));
	}

	@Override
	public void close() {
		this.store.close();
	}

}
