package io.github.redistiers.guard;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.devservices.ServerGeneration;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ClientOptions.DisconnectedBehavior;
import io.lettuce.core.ReadFrom;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A connection factory that the application made itself.
 */
class ClientCheckIntegrationTests {

	@Test
	void acceptsTheTiersOwn() {
		try (Scene scene = scene()) {
			assertThat(Scene.finding(scene.inspect(), "store.client").verdict()).isEqualTo(Verdict.OK);
		}
	}

	@Test
	void findsOneThatSendsCommandsTwiceAndJudgesItsServerAllTheSame() {
		try (Scene scene = scene()) {
			GuardReport report = inspect(scene, LettuceClientConfiguration.builder().build());
			assertThat(Scene.finding(report, "store.client").severity()).isEqualTo(Severity.WARNING);
			assertThat(Scene.finding(report, "store.client").found()).contains("queues commands");
			assertThat(Scene.finding(report, "store.aof").verdict()).isEqualTo(Verdict.OK);
			assertThat(Scene.finding(report, "tiers.same-server").verdict()).isEqualTo(Verdict.OK);
			assertThat(report.refusals()).isEmpty();
		}
	}

	@Test
	void acceptsOneThatRejects() {
		try (Scene scene = scene()) {
			GuardReport report = inspect(scene, rejecting().build());
			assertThat(Scene.finding(report, "store.client").verdict()).isEqualTo(Verdict.OK);
		}
	}

	@Test
	void findsOneThatReadsFromReplicas() {
		try (Scene scene = scene()) {
			GuardReport report = inspect(scene, rejecting().readFrom(ReadFrom.REPLICA_PREFERRED).build());
			assertThat(Scene.finding(report, "store.read-from").severity()).isEqualTo(Severity.ERROR);
			assertThat(Scene.finding(report, "store.read-from").remedy())
				.singleElement(InstanceOfAssertFactories.STRING)
				.contains("redis-tiers.store.allow-replica-reads=true");
			assertThat(report.refusals()).isNotEmpty();
		}
	}

	@Test
	void acceptsOneThatReadsFromThePrimary() {
		try (Scene scene = scene()) {
			assertThat(Scene.finding(scene.inspect(), "store.read-from").verdict()).isEqualTo(Verdict.OK);
			GuardReport report = inspect(scene, rejecting().readFrom(ReadFrom.UPSTREAM).build());
			assertThat(Scene.finding(report, "store.read-from").verdict()).isEqualTo(Verdict.OK);
			assertThat(report.refusals()).isEmpty();
		}
	}

	private static LettuceClientConfiguration.LettuceClientConfigurationBuilder rejecting() {
		return LettuceClientConfiguration.builder()
			.clientOptions(ClientOptions.builder().disconnectedBehavior(DisconnectedBehavior.REJECT_COMMANDS).build());
	}

	private static GuardReport inspect(Scene scene, LettuceClientConfiguration configuration) {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(
				new RedisStandaloneConfiguration("127.0.0.1", scene.store().port()), configuration);
		factory.afterPropertiesSet();
		factory.start();
		try {
			return scene.inspect(scene.cacheTier(), new RedisTier("store", TierRole.STORE, factory));
		}
		finally {
			factory.destroy();
		}
	}

	private static Scene scene() {
		return new Scene(ServerGeneration.underTest().get(0));
	}

}
