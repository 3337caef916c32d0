package io.github.redistiers.guard;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.TierSettings;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.SentinelGroup;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import io.github.redistiers.store.StoreBreakers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A primary behind Sentinel that hangs loses no connection: the first call that fails has
 * the guard look. The next look would be in a day.
 */
@Timeout(120)
@EachServerGeneration
class HangingPrimaryFaultTests {

	private final ServerGeneration generation;

	HangingPrimaryFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@Test
	void isNoticedAtTheFirstCallThatFails() throws Exception {
		try (SentinelGroup group = SentinelGroup
			.start((it) -> it.generation(this.generation).preset(ServerPreset.STORE))) {
			RedisSentinelConfiguration configuration = new RedisSentinelConfiguration();
			configuration.master(group.name());
			group.sentinels().forEach((sentinel) -> configuration.sentinel(sentinel.host(), sentinel.port()));
			StoreBreakers breakers = new StoreBreakers(null, null);
			TierConnectionFactory factory = new TierConnectionFactory(
					TierSettings.builder("store", TierRole.STORE, configuration)
						.timeout(Duration.ofSeconds(1))
						.sharedCommands(breakers)
						.build());
			factory.afterPropertiesSet();
			factory.start();
			try (Guard guard = Scene.guard(Scene.settings(GuardMode.WARN, UnreachablePolicy.IGNORE, Map.of()),
					new RedisTier("store", TierRole.STORE, factory))) {
				assertNoticed(group, new StringRedisTemplate(factory), guard, breakers);
			}
			finally {
				factory.destroy();
			}
		}
	}

	private static void assertNoticed(SentinelGroup group, StringRedisTemplate template, Guard guard,
			StoreBreakers breakers) throws InterruptedException {
		template.opsForValue().set("a", "1");
		guard.inspect();
		BlockingQueue<GuardReport> looks = new LinkedBlockingQueue<>();
		GuardListener listener = new GuardListener() {

			@Override
			public void changed(VerdictChange change) {
				// not what this test is about
			}

			@Override
			public void looked(GuardReport report) {
				looks.add(report);
			}

		};
		RedisServer hanging = group.primary();
		try (GuardWatch watch = new GuardWatch(guard, Duration.ofDays(1), List.of(listener))) {
			breakers.onFirstFailure(watch::callFailed);
			watch.start();
			assertThat(looks.poll(30, TimeUnit.SECONDS)).isNotNull();
			hanging.pause();
			assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> template.opsForValue().get("a"));
			GuardReport report = looks.poll(30, TimeUnit.SECONDS);
			assertThat(report).isNotNull();
			assertThat(report.tiers().get(0).servers()).filteredOn((server) -> !server.reached())
				.extracting(ServerReport::address)
				.containsExactly(hanging.address());
		}
		finally {
			hanging.resume();
		}
	}

}
