package io.github.redistiers.cache;

import java.util.List;

import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.cache.Cache;
import org.springframework.data.redis.connection.RedisClusterConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

@Timeout(180)
class MemoryReclaimFaultTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.cache();

	@Test
	void goesOnWithTheNextClearAfterTheServerWasGone() {
		try (TestCaches caches = new TestCaches(server.get())) {
			Cache texts = caches.cache("texts");
			texts.put("a", "old");
			texts.clear();
			server.get().kill();
			server.get().restart();
			Awaitility.await().until(() -> {
				texts.put("b", "old");
				return texts.get("b") != null;
			});
			// what a restart has ended is left to expire
			Object generation = server.execute("GET", "shop:cache-generation:texts");
			texts.clear();
			Awaitility.await().until(() -> keys(server.get(), "shop:cache:texts:" + generation + ":*") == 0);
		}
	}

	@Test
	void leavesItToExpireWhereScanIsRefused() {
		server.execute("ACL", "SETUSER", "default", "-scan");
		try (TestCaches caches = new TestCaches(server.get())) {
			Cache texts = caches.cache("texts");
			texts.put("a", "old");
			texts.clear();
			texts.put("b", "new");
			Awaitility.await()
				.until(() -> String.valueOf(server.execute("INFO", "commandstats")).contains("cmdstat_scan"));
			assertThat(texts.get("b", String.class)).isEqualTo("new");
		}
		finally {
			server.execute("ACL", "SETUSER", "default", "+scan");
		}
	}

	@Test
	void reclaimsOnEachPrimaryOfACluster() {
		try (ClusterGroup group = ClusterGroup.start((builder) -> builder);
				TestCaches caches = new TestCaches(TestCaches.patient(new RedisClusterConfiguration(group.nodes())),
						TestCaches.PREFIX, CacheSettings.builder().build(), (cacheManager) -> {
						})) {
			Cache texts = caches.cache("texts");
			for (int i = 0; i < 1500; i++) {
				texts.put(i, "old");
			}
			assertThat(group.primaries()).allSatisfy((node) -> assertThat(entries(node)).isGreaterThan(250));
			texts.clear();
			for (int i = 0; i < 30; i++) {
				texts.put(i, "new");
			}
			Awaitility.await()
				.until(() -> group.primaries().stream().mapToInt(MemoryReclaimFaultTests::entries).sum() == 30);
			for (int i = 0; i < 30; i++) {
				assertThat(texts.get(i, String.class)).isEqualTo("new");
			}
		}
	}

	private static int entries(RedisServer node) {
		return keys(node, "shop:cache:texts:*");
	}

	private static int keys(RedisServer node, String pattern) {
		return (node.execute("KEYS", pattern) instanceof List<?> keys) ? keys.size() : 0;
	}

}
