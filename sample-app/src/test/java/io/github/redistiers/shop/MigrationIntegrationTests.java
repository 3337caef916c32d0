package io.github.redistiers.shop;

import java.util.Map;

import io.github.redistiers.devservices.RedisServerExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The three steps of <code>docs/migration.md</code>, taken with a shop that had one
 * Redis.
 */
@ExtendWith(OutputCaptureExtension.class)
class MigrationIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension redis = RedisServerExtension
		.server((builder) -> builder.setting("maxmemory", "100mb").setting("maxmemory-policy", "allkeys-lru"));

	@RegisterExtension
	static final RedisServerExtension cache = RedisServerExtension.cache();

	@Test
	void keepsACartThroughAllThreeSteps(CapturedOutput output) {
		Visitor visitor;
		String total;
		try (RunningShop observing = RunningShop.start(Map.of("spring.data.redis.url", redis.address(),
				"redis-tiers.cache.url", redis.address(), "redis-tiers.guard.mode", "warn"))) {
			visitor = observing.visitor();
			total = visitor.submit("/cart/3", Map.of()).ok().text("cart-total");
		}
		assertThat(output).contains("tiers.same-server", "store.eviction-policy", "store.aof");
		mendTheStore();
		try (RunningShop apart = RunningShop.start(Map.of("spring.data.redis.url", redis.address(),
				"redis-tiers.cache.url", cache.address(), "redis-tiers.guard.mode", "warn"))) {
			assertThat(visitor.at(apart).open("/").ok().text("cart-total")).isEqualTo(total);
		}
		try (RunningShop enforcing = RunningShop
			.start(Map.of("redis-tiers.store.url", redis.address(), "redis-tiers.cache.url", cache.address()))) {
			assertThat(visitor.at(enforcing).open("/").ok().text("cart-total")).isEqualTo(total);
		}
	}

	private static void mendTheStore() {
		redis.execute("CONFIG", "SET", "maxmemory-policy", "noeviction");
		redis.execute("CONFIG", "SET", "appendonly", "yes");
		Awaitility.await()
			.until(() -> String.valueOf(redis.execute("INFO", "persistence")).contains("aof_rewrite_in_progress:0"));
	}

}
