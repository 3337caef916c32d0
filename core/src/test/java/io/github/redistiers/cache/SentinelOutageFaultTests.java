package io.github.redistiers.cache;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;

import io.github.redistiers.devservices.SentinelGroup;
import io.github.redistiers.devservices.ServerGeneration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.cache.Cache;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two applications whose primary is replaced by Sentinels.
 */
@Timeout(180)
@Tag("machine")
class SentinelOutageFaultTests {

	private final AtomicReference<String> source = new AtomicReference<>("old");

	@Test
	void readsNothingOldAfterAFailover() {
		try (SentinelGroup group = SentinelGroup
			.start((builder) -> builder.generation(ServerGeneration.underTest().get(0)));
				TestCaches here = caches(group);
				TestCaches there = caches(group)) {
			assertThat(load(here)).isEqualTo("old");
			assertThat(load(there)).isEqualTo("old");
			CompletableFuture<?> failover = CompletableFuture.runAsync(group::failOver);
			Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> {
				load(here);
				load(there);
				return !group.primary().isRunning() || failover.isDone();
			});
			this.source.set("new");
			here.cache("texts").evict("a");
			assertThat(load(here)).isEqualTo("new");
			assertThat(failover).succeedsWithin(Duration.ofSeconds(60));
			assertReadsNothingOld(there);
			assertReadsNothingOld(here);
		}
	}

	private void assertReadsNothingOld(TestCaches caches) {
		Cache texts = caches.cache("texts");
		Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(2)).until(() -> {
			assertThat(texts.get("a", String.class)).isNotEqualTo("old");
			texts.put("probe", "works");
			return texts.get("probe") != null;
		});
		assertThat(load(caches)).isEqualTo("new");
	}

	private String load(TestCaches caches) {
		String value = caches.cache("texts").get("a", this.source::get);
		return (value != null) ? value : "";
	}

	private static TestCaches caches(SentinelGroup group) {
		return new TestCaches(new RedisSentinelConfiguration(group.name(), Set.copyOf(group.nodes())),
				TestCaches.PREFIX, CacheSettings.builder().build(), (cacheManager) -> {
				});
	}

}
