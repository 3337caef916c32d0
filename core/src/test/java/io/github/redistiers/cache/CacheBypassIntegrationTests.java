package io.github.redistiers.cache;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.cache.Cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A process that does without its caches, beside one that uses them.
 */
@EachServerGeneration
class CacheBypassIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.cache();

	private TestCaches bypassed;

	private TestCaches other;

	CacheBypassIntegrationTests(ServerGeneration generation) {
	}

	@BeforeEach
	void start() {
		this.bypassed = new TestCaches(server.get());
		this.other = new TestCaches(server.get());
	}

	@AfterEach
	void stop() {
		this.bypassed.close();
		this.other.close();
	}

	@Test
	void asksTheSourceAndKeepsNothing() {
		cache().put("a", "old");
		bypass();
		assertThat(cache().get("a")).isNull();
		assertThat(cache().get("a", () -> "loaded")).isEqualTo("loaded");
		assertThat(
				Objects.requireNonNull(cache().retrieve("a", () -> CompletableFuture.completedFuture("async"))).join())
			.isEqualTo("async");
		assertThat(cache().get("a")).isNull();
		assertThat(value(elsewhere())).as("nobody else is concerned").isEqualTo("old");
		CacheStatistics statistics = Objects.requireNonNull(this.bypassed.cacheManager().getStatistics("texts"));
		assertThat(statistics.bypassed()).isPositive();
		assertThat(statistics.hits()).isZero();
		assertThat(statistics.failures()).isZero();
		assertThat(this.bypassed.cacheManager().endBypass()).isTrue();
		assertThat(value(cache())).isEqualTo("old");
	}

	@Test
	void leavesNothingThatIsOutOfDate() {
		for (String key : new String[] { "put", "put-if-absent", "evicted" }) {
			cache().put(key, "old");
		}
		bypass();
		cache().put("put", "new");
		cache().putIfAbsent("put-if-absent", "new");
		cache().evict("evicted");
		assertThat(elsewhere().get("put")).isNull();
		assertThat(elsewhere().get("put-if-absent")).isNull();
		assertThat(elsewhere().get("evicted")).isNull();
		elsewhere().put("cleared", "old");
		cache().clear();
		assertThat(elsewhere().get("cleared")).isNull();
	}

	@Test
	void lastsLongerThanNothingAndNoLongerThanADay() {
		for (Duration wrong : new Duration[] { Duration.ZERO, Duration.ofSeconds(-1), Duration.ofHours(25) }) {
			assertThatIllegalArgumentException().isThrownBy(() -> this.bypassed.cacheManager().bypass(wrong));
		}
		assertThat(this.bypassed.cacheManager().getRemainingBypass()).isNull();
	}

	@Test
	void reportsItsCaches() {
		cache().put("a", "b");
		assertThat(this.bypassed.cacheManager().getReports()).singleElement().satisfies((report) -> {
			assertThat(report.name()).isEqualTo("texts");
			assertThat(report.statistics().puts()).isEqualTo(1);
			assertThat(report.timeToLive()).isEqualTo(report.statistics().timeToLive());
			assertThat(report.isSized()).isFalse();
			assertThat(report.fictitiousLife()).isNull();
		});
	}

	private void bypass() {
		this.bypassed.cacheManager().bypass(Duration.ofMinutes(1));
		assertThat(this.bypassed.cacheManager().getRemainingBypass()).isPositive();
	}

	private Cache cache() {
		return this.bypassed.cache("texts");
	}

	private Cache elsewhere() {
		return this.other.cache("texts");
	}

	private static Object value(Cache cache) {
		return Objects.requireNonNull(Objects.requireNonNull(cache.get("a")).get());
	}

}
