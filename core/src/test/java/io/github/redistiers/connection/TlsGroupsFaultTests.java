package io.github.redistiers.connection;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerBuilder;
import io.github.redistiers.devservices.ReplicaPair;
import io.github.redistiers.devservices.SentinelGroup;
import io.github.redistiers.devservices.TlsCertificate;
import io.lettuce.core.SslOptions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Groups of servers that talk TLS themselves, with clients and with one another.
 */
class TlsGroupsFaultTests {

	@TempDir
	@SuppressWarnings("NullAway.Init")
	private Path folder;

	@SuppressWarnings("NullAway.Init")
	private TlsCertificate certificate;

	@BeforeEach
	void makeCertificate() {
		this.certificate = TlsCertificate.create(this.folder);
	}

	@Test
	void reachesAPrimaryAndItsReplica() {
		try (ReplicaPair pair = ReplicaPair.start(this::settings)) {
			RedisStaticMasterReplicaConfiguration configuration = new RedisStaticMasterReplicaConfiguration("127.0.0.1",
					pair.primary().tlsPort());
			configuration.addNode("127.0.0.1", pair.replica().tlsPort());
			try (TestTier store = store(configuration)) {
				store.template().opsForValue().set("a", "1");
				assertThat(pair.primary().execute("GET", "a")).isEqualTo("1");
				assertAsksEach(store, pair.primary(), pair.replica());
			}
		}
	}

	@Test
	void followsThePrimaryThatSentinelNames() {
		try (SentinelGroup group = SentinelGroup.start(this::settings);
				TestTier store = store(new RedisSentinelConfiguration(group.name(), Set.copyOf(group.nodes())))) {
			store.template().opsForValue().set("a", "1");
			assertAsksEach(store, group.primary(), group.replica());
			RedisServer promoted = group.failOver();
			Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
				store.template().opsForValue().set("b", "2");
				return "2".equals(promoted.execute("GET", "b"));
			});
		}
	}

	@Test
	void reachesEveryNodeOfACluster() {
		try (ClusterGroup group = ClusterGroup.start(this::settings);
				TestTier store = store(new RedisClusterConfiguration(group.nodes()))) {
			for (int i = 0; i < 20; i++) {
				store.template().opsForValue().set("key" + i, "1");
				assertThat(group.ownerOf("key" + i).execute("EXISTS", "key" + i)).isEqualTo(1L);
			}
			assertAsksEach(store, group.servers().toArray(RedisServer[]::new));
		}
	}

	private static void assertAsksEach(TestTier tier, RedisServer... servers) {
		List<TierNode> nodes = TierNodes.of(tier.tier());
		assertThat(nodes).extracting(TierNode::address)
			.containsExactlyInAnyOrderElementsOf(
					Arrays.stream(servers).map((server) -> "rediss://127.0.0.1:" + server.tlsPort()).toList());
		assertThat(nodes).allSatisfy((node) -> {
			try (NodeConnection connection = node.connect()) {
				assertThat(connection.execute("INFO")).asString().contains("redis_version:");
			}
		});
	}

	private RedisServerBuilder settings(RedisServerBuilder builder) {
		return builder.tls(this.certificate);
	}

	private TestTier store(RedisConfiguration configuration) {
		SslOptions trusting = SslOptions.builder()
			.jdkSslProvider()
			.truststore(this.certificate.trustStore().toFile(), this.certificate.password())
			.build();
		return TestTier.store(configuration, (settings) -> settings.ssl(trusting));
	}

}
