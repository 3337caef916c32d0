package io.github.redistiers.connection;

import java.util.List;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.NodeUnreachableException.Kind;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@EachServerGeneration
class TierNodesIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private final ServerGeneration generation;

	TierNodesIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@Test
	void asksTheServerOfAStandaloneTier() {
		try (TestTier store = TestTier.store(server.host(), server.port())) {
			List<TierNode> nodes = TierNodes.of(store.tier());
			assertThat(nodes).extracting(TierNode::address).containsExactly(server.address());
			try (NodeConnection connection = nodes.get(0).connect()) {
				assertThat(connection.execute("INFO")).asString().contains("redis_version:", "run_id:");
				assertThat(connection.execute("ECHO", "grüß")).isEqualTo("grüß");
				assertThat(connection.execute("DBSIZE")).isEqualTo(0L);
				assertThat(connection.execute("GET", "absent")).isNull();
				assertThat(connection.execute("RPUSH", "list", "a", "b")).isEqualTo(2L);
				assertThat(connection.execute("LRANGE", "list", "0", "-1")).isEqualTo(List.of("a", "b"));
				assertThat(connection.execute("LRANGE", "absent", "0", "-1")).isEqualTo(List.of());
				assertThat(connection.execute("CONFIG", "GET", "maxmemory-policy"))
					.isEqualTo(List.of("maxmemory-policy", "noeviction"));
				assertThat(connection.execute("COMMAND", "INFO", "get", "set"))
					.asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
					.hasSize(2);
			}
		}
	}

	@Test
	void tellsTheServersOwnErrorWord() {
		try (TestTier store = TestTier.store(server.host(), server.port());
				NodeConnection connection = TierNodes.of(store.tier()).get(0).connect()) {
			assertThatExceptionOfType(NodeErrorException.class).isThrownBy(() -> connection.execute("NOSUCH"))
				.withMessageStartingWith("ERR unknown command");
			assertThat(connection.execute("PING")).isEqualTo("PONG");
		}
	}

	@Test
	void subscribes() {
		try (TestTier store = TestTier.store(server.host(), server.port());
				NodeConnection subscriber = TierNodes.of(store.tier()).get(0).connect();
				NodeConnection other = TierNodes.of(store.tier()).get(0).connect()) {
			subscriber.subscribe("here");
			assertThat(other.execute("PUBSUB", "NUMSUB", "here")).isEqualTo(List.of("here", 1L));
		}
	}

	@Test
	void asksAServerThatDemandsAPasswordWithoutOne() {
		try (RedisServer secured = RedisServer.builder().generation(this.generation).password("secret").start();
				TestTier store = TestTier.store(secured.host(), secured.port());
				NodeConnection connection = TierNodes.of(store.tier()).get(0).connectWithoutCredentials()) {
			assertThatExceptionOfType(NodeErrorException.class).isThrownBy(() -> connection.execute("PING"))
				.withMessageStartingWith("NOAUTH");
		}
	}

	@Test
	void tellsWrongCredentials() {
		try (RedisServer secured = RedisServer.builder().generation(this.generation).password("secret").start()) {
			RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration(secured.host(),
					secured.port());
			configuration.setPassword("hunter2");
			try (TestTier store = TestTier.store(configuration, (settings) -> settings.eager(false))) {
				TierNode node = TierNodes.of(store.tier()).get(0);
				assertThatExceptionOfType(NodeUnreachableException.class).isThrownBy(node::connect)
					.withMessageContaining("WRONGPASS")
					.withMessageContaining("redis-tiers.store.password")
					.withMessageNotContaining("hunter2")
					.extracting(NodeUnreachableException::kind)
					.isEqualTo(Kind.WRONG_CREDENTIALS);
			}
		}
	}

	@Test
	void asksThroughAConnectionFactoryOfTheApplicationsOwn() {
		LettuceConnectionFactory own = new LettuceConnectionFactory(server.host(), server.port());
		own.afterPropertiesSet();
		own.start();
		try (NodeConnection connection = TierNodes.of(new RedisTier("store", TierRole.STORE, own)).get(0).connect()) {
			assertThat(connection.execute("INFO")).asString().contains("redis_version:");
			assertThatExceptionOfType(NodeErrorException.class).isThrownBy(() -> connection.execute("NOSUCH"))
				.withMessageStartingWith("ERR unknown command");
		}
		finally {
			own.destroy();
		}
	}

}
