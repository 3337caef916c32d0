package io.github.redistiers.cache;

import java.time.Duration;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.TierSettings;
import io.github.redistiers.devservices.ReplicaPair;
import io.github.redistiers.devservices.ServerPreset;
import io.lettuce.core.ReadFrom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.cache.Cache;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Caches on a primary and a replica that are listed, which keep their data.
 */
@Timeout(60)
class ListedReplicasFaultTests {

	private ReplicaPair pair;

	@BeforeEach
	void start() {
		this.pair = ReplicaPair.start((builder) -> builder.preset(ServerPreset.STORE));
	}

	@AfterEach
	void stop() {
		this.pair.close();
	}

	@Test
	void showNothingOldAfterARestartThatNobodyHasSeen() {
		try (TestCaches caches = caches(ReadFrom.UPSTREAM)) {
			Cache texts = caches.cache("texts");
			awaitKept(texts, "a");
			this.pair.primary().kill();
			this.pair.primary().restart();
			assertThat(this.pair.primary().execute("DBSIZE")).isNotEqualTo(0L);
			Awaitility.await().until(() -> {
				assertThat(texts.get("a")).isNull();
				texts.put("b", "new");
				return texts.get("b") != null;
			});
			assertThat(texts.get("a")).isNull();
		}
	}

	@Test
	void staysTheSameServerWhicheverOneAnswersReads() {
		try (TestCaches caches = caches(ReadFrom.ANY)) {
			Cache texts = caches.cache("texts");
			awaitKept(texts, "a");
			String generation = generation();
			// some would ask the replica who it is
			for (int i = 0; i < 8; i++) {
				try (TestCaches late = caches(ReadFrom.ANY)) {
					Awaitility.await().until(() -> late.cache("texts").get("a") != null);
				}
			}
			assertThat(generation()).isEqualTo(generation);
		}
	}

	private static void awaitKept(Cache texts, String key) {
		Awaitility.await().until(() -> {
			texts.put(key, "old");
			for (int i = 0; i < 20; i++) {
				if (texts.get(key) == null) {
					return false;
				}
			}
			return true;
		});
	}

	private String generation() {
		return String.valueOf(this.pair.primary().execute("GET", TestCaches.PREFIX + "cache-generation:texts"));
	}

	private TestCaches caches(ReadFrom readFrom) {
		RedisStaticMasterReplicaConfiguration servers = new RedisStaticMasterReplicaConfiguration(
				this.pair.primary().host(), this.pair.primary().port());
		servers.addNode(this.pair.replica().host(), this.pair.replica().port());
		return new TestCaches(
				TierSettings.builder("cache", TierRole.CACHE, servers)
					.readFrom(readFrom)
					.timeout(Duration.ofSeconds(5)),
				TestCaches.PREFIX, CacheSettings.builder().build(), (cacheManager) -> {
				});
	}

}
