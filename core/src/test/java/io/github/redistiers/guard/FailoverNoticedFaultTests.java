package io.github.redistiers.guard;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

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

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A primary behind Sentinel that is gone is noticed at once, and so is its successor. The
 * next look would be in a day.
 */
@Timeout(120)
@EachServerGeneration
class FailoverNoticedFaultTests {

	private final ServerGeneration generation;

	FailoverNoticedFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	/**
	 * It loses no connection.
	 */
	@Test
	void showsThatThePrimaryHangsAfterTheFirstCallThatFails() throws Exception {
		watch((group, template, looks) -> {
			RedisServer hanging = group.primary();
			hanging.pause();
			try {
				assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> template.opsForValue().get("a"));
				awaitLook(looks, hanging, (server) -> !server.reached());
			}
			finally {
				hanging.resume();
			}
		});
	}

	@Test
	void showsTheSuccessorAsSoonAsTheConnectionIsBack() throws Exception {
		watch((group, template, looks) -> {
			RedisServer lost = group.primary();
			RedisServer successor = group.failOver();
			awaitLook(looks, lost, (server) -> !server.reached());
			awaitLook(looks, successor,
					(server) -> server.info() != null && "master".equals(server.info().find("role")));
		});
	}

	private void watch(Play play) throws Exception {
		try (SentinelGroup group = SentinelGroup
			.start((it) -> it.generation(this.generation).preset(ServerPreset.STORE))) {
			RedisSentinelConfiguration configuration = Scene.behind(group);
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
				watch(group, new StringRedisTemplate(factory), guard, breakers, play);
			}
			finally {
				factory.destroy();
			}
		}
	}

	private static void watch(SentinelGroup group, StringRedisTemplate template, Guard guard, StoreBreakers breakers,
			Play play) throws Exception {
		template.opsForValue().set("a", "1");
		guard.inspect();
		Looks looks = new Looks();
		try (GuardWatch watch = new GuardWatch(guard, Duration.ofDays(1), List.of(looks))) {
			breakers.onFirstFailure(watch::callFailed);
			watch.start();
			// as it does at its start
			looks.next();
			play.with(group, template, looks);
		}
	}

	private static void awaitLook(Looks looks, RedisServer expected, Predicate<ServerReport> shown)
			throws InterruptedException {
		Predicate<ServerReport> isExpected = (server) -> server.address().equals(expected.address());
		GuardReport report = looks.next();
		while (report.tiers().get(0).servers().stream().noneMatch(isExpected.and(shown))) {
			report = looks.next();
		}
	}

	private interface Play {

		void with(SentinelGroup group, StringRedisTemplate template, Looks looks) throws Exception;

	}

}
