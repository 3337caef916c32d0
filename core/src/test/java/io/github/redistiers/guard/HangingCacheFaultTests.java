package io.github.redistiers.guard;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.redistiers.TierRole;
import io.github.redistiers.cache.CacheSettings;
import io.github.redistiers.cache.CacheTierCacheManager;
import io.github.redistiers.codec.JsonCodecs;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.TierSettings;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.cache.Cache;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A cache's server that hangs loses no connection, and no caller of a cache hears of it:
 * the first command that fails has the guard look. The next look would be in a day.
 */
@Timeout(120)
@EachServerGeneration
class HangingCacheFaultTests {

	private final RedisServer server;

	private final TierConnectionFactory factory;

	HangingCacheFaultTests(ServerGeneration generation) {
		this.server = RedisServer.builder().generation(generation).preset(ServerPreset.CACHE).start();
		this.factory = new TierConnectionFactory(TierSettings
			.builder("cache", TierRole.CACHE, new RedisStandaloneConfiguration(this.server.host(), this.server.port()))
			.timeout(Duration.ofSeconds(1))
			.build());
	}

	@BeforeEach
	void connect() {
		this.factory.afterPropertiesSet();
		this.factory.start();
		StringRedisTemplate template = new StringRedisTemplate(this.factory);
		Awaitility.await().ignoreExceptions().until(() -> template.hasKey("a") != null);
	}

	@AfterEach
	void stop() {
		this.factory.destroy();
		this.server.close();
	}

	@Test
	void isNoticedAtACachesFirstCommandThatFails() throws Exception {
		CacheTierCacheManager caches = new CacheTierCacheManager(this.factory, "app:", new JsonCodecs(List.of(), null),
				Map.of("texts", String.class)::get, (name) -> CacheSettings.builder().build());
		caches.afterPropertiesSet();
		try {
			Cache texts = Objects.requireNonNull(caches.getCache("texts"));
			texts.put("a", "1");
			assertThat(texts.get("a", String.class)).isEqualTo("1");
			AtomicBoolean failed = new AtomicBoolean();
			assertNoticed((watch) -> caches.onFirstFailure(() -> {
				failed.set(true);
				watch.callFailed();
			}), () -> {
				assertThat(texts.get("a", String.class)).isNull();
				// and not because a connection was given up later
				Awaitility.await().untilTrue(failed);
			});
		}
		finally {
			caches.destroy();
		}
	}

	@Test
	void isNoticedAtATemplatesFirstCallThatFails() throws Exception {
		StringRedisTemplate template = new StringRedisTemplate(this.factory);
		assertNoticed((watch) -> {
		}, () -> assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> template.opsForValue().get("a")));
	}

	private void assertNoticed(Hook hook, Runnable call) throws InterruptedException {
		try (Guard guard = Scene.guard(Scene.settings(GuardMode.WARN, UnreachablePolicy.IGNORE, Map.of()),
				new RedisTier("cache", TierRole.CACHE, this.factory))) {
			guard.inspect();
			Looks looks = new Looks();
			try (GuardWatch watch = new GuardWatch(guard, Duration.ofDays(1), List.of(looks))) {
				hook.attach(watch);
				watch.start();
				assertThat(looks.next().complete()).isTrue();
				this.server.pause();
				call.run();
				assertThat(looks.next().complete()).isFalse();
			}
			finally {
				this.server.resume();
			}
		}
	}

	private interface Hook {

		void attach(GuardWatch watch);

	}

}
