package io.github.redistiers.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.redistiers.OneNodeCluster;
import io.github.redistiers.devservices.FaultProxy;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerPreset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueRetrievalException;
import org.springframework.data.redis.connection.RedisClusterConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class CacheTierCacheFaultTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.cache();

	private TestCaches caches;

	private Cache texts;

	@BeforeEach
	void start() {
		this.caches = new TestCaches(server.get().host(), server.get().port(), CacheSettings.builder().build());
		this.texts = this.caches.cache("texts");
	}

	@AfterEach
	void stop() {
		this.caches.close();
	}

	@Test
	void missesAndAsksTheSourceOnceWhileTheServerIsGone() {
		this.texts.put("a", "old");
		server.get().kill();
		assertWorksWithoutServer();
	}

	@Test
	void missesAndAsksTheSourceOnceWhileTheServerHangs() {
		this.texts.put("a", "old");
		server.get().pause();
		assertWorksWithoutServer();
		server.get().resume();
	}

	@Test
	void cachesAgainWhenTheServerIsBack() {
		server.get().kill();
		assertThat(this.texts.get("a", () -> "source")).isEqualTo("source");
		server.get().restart();
		Awaitility.await().until(() -> {
			this.texts.put("a", "new");
			return this.texts.get("a") != null;
		});
		assertThat(this.texts.get("a", String.class)).isEqualTo("new");
	}

	@Test
	void givesUpAConnectionToAPrimaryOfAClusterThatIsForgottenOnTheWay() {
		try (RedisServer primary = OneNodeCluster.start(RedisServer.builder().preset(ServerPreset.CACHE));
				FaultProxy proxy = OneNodeCluster.announcedProxy(primary);
				TestCaches clustered = new TestCaches(
						new RedisClusterConfiguration(List.of(proxy.host() + ":" + proxy.port())), TestCaches.PREFIX,
						CacheSettings.builder().build(), (cacheManager) -> {
						})) {
			Cache theirs = clustered.cache("texts");
			awaitKept(theirs);
			proxy.forgetConnections();
			theirs.put("a", "new");
			assertThat(theirs.get("a")).isNull();
			awaitKept(theirs);
		}
	}

	private static void awaitKept(Cache cache) {
		Awaitility.await().atMost(Duration.ofSeconds(45)).until(() -> {
			cache.put("a", "new");
			return cache.get("a") != null;
		});
	}

	@Test
	void neverServesWhatCouldNotBeEvicted() {
		this.texts.put("a", "old");
		this.texts.put("b", "kept");
		server.get().pause();
		this.texts.evict("a");
		server.get().resume();
		Awaitility.await().until(() -> {
			assertThat(this.texts.get("a")).isNull();
			return this.texts.get("b") != null;
		});
		assertThat(this.texts.get("a")).isNull();
	}

	@Test
	void neverServesWhatCouldNotBeCleared() {
		this.texts.put("a", "old");
		server.get().pause();
		this.texts.clear();
		server.get().resume();
		assertNeverServedAgain("a");
	}

	@Test
	void neverServesWhatCouldNotBeOverwritten() {
		this.texts.put("a", "old");
		server.get().pause();
		this.texts.put("a", "new");
		server.get().resume();
		Awaitility.await().until(() -> {
			assertThat(this.texts.get("a", String.class)).isNotEqualTo("old");
			this.texts.put("b", "works");
			return this.texts.get("b") != null;
		});
		assertThat(this.texts.get("a", String.class)).isNotEqualTo("old");
	}

	@Test
	void servesNothingFromBeforeAPutThatMayYetArrive() {
		this.texts.put("a", "old");
		this.texts.put("c", "old");
		server.get().pause();
		this.texts.put("a", "new");
		server.get().resume();
		assertNeverServedAgain("c");
	}

	@Test
	void owesAWholeCacheBeyondItsBound() {
		this.texts.put("a", "old");
		server.get().kill();
		for (int i = 0; i <= OwedEvictions.BOUND; i++) {
			this.texts.evict("k" + i);
		}
		server.get().restart();
		assertNeverServedAgain("a");
	}

	@Test
	void saysOnceThatTheServerIsGoneAndOnceThatItIsBack() {
		Logger logger = (Logger) LoggerFactory.getLogger(CacheOutage.class);
		Level level = logger.getLevel();
		ListAppender<ILoggingEvent> log = new ListAppender<>();
		log.start();
		logger.setLevel(Level.INFO);
		logger.addAppender(log);
		try {
			server.get().kill();
			for (int call = 0; call < 5; call++) {
				this.texts.evict("a");
				this.texts.get("a");
				this.texts.put("b", "new");
			}
			assertThat(log.list).hasSize(1);
			server.get().restart();
			assertNeverServedAgain("a");
			Awaitility.await().until(() -> {
				this.texts.get("a");
				return log.list.size() > 1;
			});
			assertThat(log.list).extracting(ILoggingEvent::getLevel).containsExactly(Level.WARN, Level.INFO);
		}
		finally {
			logger.detachAppender(log);
			logger.setLevel(level);
		}
	}

	private void assertNeverServedAgain(String key) {
		Awaitility.await().until(() -> {
			assertThat(this.texts.get(key)).isNull();
			this.texts.put("b", "works");
			return this.texts.get("b") != null;
		});
		assertThat(this.texts.get(key)).isNull();
	}

	private void assertWorksWithoutServer() {
		AtomicInteger loads = new AtomicInteger();
		assertThat(this.texts.get("a")).isNull();
		assertThat(this.texts.get("a", () -> "source" + loads.incrementAndGet())).isEqualTo("source1");
		assertThat(this.texts.retrieve("a", () -> CompletableFuture.completedFuture("async")))
			.succeedsWithin(Duration.ofSeconds(20))
			.isEqualTo("async");
		assertThatExceptionOfType(ValueRetrievalException.class).isThrownBy(() -> this.texts.get("a", () -> {
			throw new IllegalStateException("on purpose");
		})).withCauseInstanceOf(IllegalStateException.class);
		this.texts.put("a", "new");
		assertThat(this.texts.putIfAbsent("a", "new")).isNull();
		this.texts.evict("a");
		assertThat(this.texts.evictIfPresent("a")).isFalse();
		this.texts.clear();
		assertThat(loads).hasValue(1);
		assertThat(this.caches.cacheManager().getStatistics("texts")).isNotNull()
			.satisfies((statistics) -> assertThat(statistics.failures() + statistics.bypassed())
				.isGreaterThanOrEqualTo(8));
	}

}
