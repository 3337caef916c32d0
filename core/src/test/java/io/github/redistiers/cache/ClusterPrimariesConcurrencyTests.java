package io.github.redistiers.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.ServerPreset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

import org.springframework.cache.Cache;
import org.springframework.data.redis.connection.RedisClusterConfiguration;

/**
 * Many threads use a cluster whose connections are cut again and again: each thread asks
 * who the primaries are, hears their answers and of the cuts.
 */
@Timeout(value = 120, threadMode = ThreadMode.SEPARATE_THREAD)
class ClusterPrimariesConcurrencyTests {

	private static final int CUTS = 150;

	private static final List<String> KEYS = IntStream.range(0, 12).mapToObj(String::valueOf).toList();

	@Test
	void goOnHoweverOftenTheirConnectionsAreCut() throws Exception {
		try (ClusterGroup group = ClusterGroup.start((builder) -> builder.preset(ServerPreset.STORE));
				TestCaches caches = new TestCaches(new RedisClusterConfiguration(group.nodes()), TestCaches.PREFIX,
						CacheSettings.builder().build(), (cacheManager) -> {
						})) {
			Cache texts = caches.cache("texts");
			AtomicBoolean done = new AtomicBoolean();
			List<CompletableFuture<Void>> users = Stream
				.generate(() -> CompletableFuture.runAsync(() -> use(texts, done)))
				.limit(4)
				.toList();
			for (int cut = 0; cut < CUTS; cut++) {
				group.primaries().forEach((primary) -> primary.execute("CLIENT", "KILL", "TYPE", "normal"));
			}
			done.set(true);
			CompletableFuture.allOf(users.toArray(CompletableFuture[]::new)).get(30, TimeUnit.SECONDS);
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
				KEYS.forEach((key) -> texts.put(key, "new"));
				return KEYS.stream().allMatch((key) -> "new".equals(texts.get(key, String.class)));
			});
		}
	}

	private static void use(Cache texts, AtomicBoolean done) {
		while (!done.get()) {
			for (String key : KEYS) {
				texts.get(key);
				texts.evict(key);
			}
		}
	}

}
