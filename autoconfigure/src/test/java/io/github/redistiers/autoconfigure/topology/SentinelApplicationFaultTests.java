package io.github.redistiers.autoconfigure.topology;

import java.time.Duration;
import java.util.stream.Stream;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.SentinelGroup;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.StoreFailure;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application on servers that Sentinels watch.
 */
@EachServerGeneration
@Timeout(400)
class SentinelApplicationFaultTests {

	private final ServerGeneration generation;

	SentinelApplicationFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@Test
	void goesThroughAFailover() {
		try (SentinelGroup group = SentinelGroup.start((builder) -> builder.generation(this.generation))) {
			Load.application().withPropertyValues(sentinels(group)).run((context) -> {
				assertThat(context).hasNotFailed();
				try (Load load = Load.on(context)) {
					RedisServer lost = group.primary();
					group.failOver();
					load.awaitAnswers();
					assertNamed(load);
					assertThat(load.failuresOfStore()).isNotEmpty();
					group.rejoin(lost);
					load.awaitAnswers();
				}
			});
		}
	}

	@Test
	void readsTheCacheFromTheReplicaAndGoesThroughAFailover() {
		try (SentinelGroup group = SentinelGroup.start((builder) -> builder.generation(this.generation))) {
			Load.application()
				.withPropertyValues(sentinels(group))
				.withPropertyValues("redis-tiers.cache.lettuce.read-from=replica-preferred")
				.run((context) -> {
					assertThat(context).hasNotFailed();
					try (Load load = Load.on(context)) {
						Awaitility.await()
							.atMost(Duration.ofSeconds(60))
							.until(() -> commands(group.replica()).contains("cmdstat_get:"));
						group.failOver();
						load.awaitAnswers();
						assertNamed(load);
					}
				});
		}
	}

	private static void assertNamed(Load load) {
		assertThat(load.failuresOfStore()).allMatch(StoreFailure.class::isInstance);
		assertThat(load.failuresOfCache()).isEmpty();
	}

	private static String commands(RedisServer server) {
		return String.valueOf(server.execute("INFO", "commandstats"));
	}

	private static String[] sentinels(SentinelGroup group) {
		return Stream.of("store", "cache")
			.flatMap((tier) -> Stream.of("redis-tiers." + tier + ".sentinel.master=" + group.name(),
					"redis-tiers." + tier + ".sentinel.nodes=" + String.join(",", group.nodes())))
			.toArray(String[]::new);
	}

}
