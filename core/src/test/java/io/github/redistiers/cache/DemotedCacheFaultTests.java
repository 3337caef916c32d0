package io.github.redistiers.cache;

import java.time.Duration;

import io.github.redistiers.MovingPrimary;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.FaultProxy;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.cache.Cache;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Caches on a server that was demoted, has disconnected nobody, and whose address leads
 * to the one that was promoted.
 */
@Timeout(120)
@EachServerGeneration
class DemotedCacheFaultTests {

	private final ServerGeneration generation;

	private MovingPrimary servers;

	private TestCaches caches;

	DemotedCacheFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@BeforeEach
	void start() {
		this.servers = new MovingPrimary((builder) -> builder.generation(this.generation).preset(ServerPreset.CACHE));
		FaultProxy address = this.servers.address();
		this.caches = new TestCaches(
				TestCaches.patient(new RedisStandaloneConfiguration(address.host(), address.port())), TestCaches.PREFIX,
				CacheSettings.builder().build(), (cacheManager) -> {
				});
	}

	@AfterEach
	void stop() {
		this.caches.close();
		this.servers.close();
	}

	@Test
	void leaveItAndReadNothingOld() {
		Cache texts = this.caches.cache("texts");
		texts.put("a", "old");
		texts.put("b", "old");
		this.servers.demote();
		texts.put("a", "new");
		texts.evict("b");
		Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
			assertThat(texts.get("a", String.class)).isNotEqualTo("old");
			assertThat(texts.get("b")).isNull();
			texts.put("c", "kept");
			return texts.get("c") != null;
		});
		assertThat(texts.get("a", String.class)).isNotEqualTo("old");
		assertThat(texts.get("b")).isNull();
	}

}
