package io.github.redistiers.connection;

import java.time.Duration;
import java.util.List;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import io.lettuce.core.ReadFrom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A static list of a primary and its replica, with a password.
 */
@EachServerGeneration
class StaticTierIntegrationTests {

	private final ServerGeneration generation;

	@SuppressWarnings("NullAway.Init")
	private RedisServer primary;

	@SuppressWarnings("NullAway.Init")
	private RedisServer replica;

	StaticTierIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@BeforeEach
	void start() {
		this.primary = RedisServer.builder()
			.generation(this.generation)
			.password("secret")
			// a replica need not wait for others
			.setting("repl-diskless-sync-delay", "0")
			.start();
		this.replica = RedisServer.builder()
			.generation(this.generation)
			.password("secret")
			.setting("masterauth", "secret")
			.setting("replicaof", this.primary.host(), String.valueOf(this.primary.port()))
			.start();
		Awaitility.await()
			.atMost(Duration.ofSeconds(30))
			.until(() -> String.valueOf(this.replica.execute("INFO", "replication")),
					(info) -> info.contains("master_link_status:up"));
	}

	@AfterEach
	void close() {
		this.replica.close();
		this.primary.close();
	}

	@Test
	void writesToThePrimaryAndFindsBothServers() {
		try (TestTier store = TestTier.store(configuration(), (settings) -> {
		})) {
			store.template().opsForValue().set("a", "1");
			assertThat(store.template().opsForValue().get("a")).isEqualTo("1");
			assertThat(new ReactiveStringRedisTemplate(store.factory()).opsForValue().get("a").block()).isEqualTo("1");
			List<TierNode> nodes = TierNodes.of(store.tier());
			assertThat(nodes).extracting(TierNode::address)
				.containsExactly(this.replica.address(), this.primary.address());
			assertThat(nodes).allSatisfy((node) -> {
				try (NodeConnection connection = node.connect()) {
					assertThat(connection.execute("INFO", "replication")).asString().contains("role:");
				}
			});
		}
	}

	@Test
	void readsFromTheReplicaWhereItIsToldTo() {
		try (TestTier cache = TestTier.cache(configuration(),
				(settings) -> settings.readFrom(ReadFrom.REPLICA).timeout(Duration.ofSeconds(2)))) {
			Awaitility.await().ignoreExceptions().until(() -> !cache.template().hasKey("a"));
			cache.template().opsForValue().set("a", "1", Duration.ofMinutes(1));
			Awaitility.await().until(() -> "1".equals(cache.template().opsForValue().get("a")));
			assertThat(String.valueOf(this.replica.execute("INFO", "commandstats"))).contains("cmdstat_get:");
			assertThat(String.valueOf(this.primary.execute("INFO", "commandstats"))).doesNotContain("cmdstat_get:");
		}
	}

	private RedisStaticMasterReplicaConfiguration configuration() {
		// The order of the list says nothing about who is the primary.
		RedisStaticMasterReplicaConfiguration configuration = new RedisStaticMasterReplicaConfiguration(
				this.replica.host(), this.replica.port());
		configuration.addNode(this.primary.host(), this.primary.port());
		configuration.setPassword("secret");
		return configuration;
	}

}
