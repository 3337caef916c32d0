package io.github.redistiers.autoconfigure.connection;

import java.nio.file.Path;
import java.util.List;

import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.FaultProxy;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ReplicaPair;
import io.github.redistiers.devservices.SentinelGroup;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.TlsCertificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each shape that properties can name is reached on real servers.
 */
@EachServerGeneration
class TierShapesIntegrationTests {

	private final ServerGeneration generation;

	@TempDir
	Path folder = Path.of("");

	TierShapesIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@Test
	void reachesAServerThatAsksForAUser() {
		try (RedisServer server = RedisServer.builder()
			.generation(this.generation)
			.password("other")
			.user("shop", "p@ss:word/", "~*", "&*", "+@all")
			.start()) {
			assertReached("redis-tiers.store.url=redis://shop:p%40ss%3Aword%2F@127.0.0.1:" + server.port());
			assertReached("redis-tiers.store.host=127.0.0.1", "redis-tiers.store.port=" + server.port(),
					"redis-tiers.store.username=shop", "redis-tiers.store.password=p@ss:word/");
		}
	}

	@Test
	void reachesAServerBehindTlsByAnSslBundle() {
		TlsCertificate certificate = TlsCertificate.create(this.folder);
		try (RedisServer server = RedisServer.builder().generation(this.generation).start();
				FaultProxy proxy = FaultProxy.withTls(server, certificate)) {
			String trust = "spring.ssl.bundle.pem.redis.truststore.certificate=file:" + certificate.certificate();
			assertReached("redis-tiers.store.url=" + proxy.address(), "redis-tiers.store.ssl.bundle=redis", trust);
			String[] hostAndPort = proxy.address().substring("rediss://".length()).split(":");
			assertReached("redis-tiers.store.host=" + hostAndPort[0], "redis-tiers.store.port=" + hostAndPort[1],
					"redis-tiers.store.ssl.bundle=redis", trust);
		}
	}

	@Test
	void reachesAPrimaryBySentinels() {
		try (SentinelGroup group = SentinelGroup.start((builder) -> builder.generation(this.generation))) {
			assertReached("redis-tiers.store.sentinel.master=" + group.name(),
					"redis-tiers.store.sentinel.nodes=" + String.join(",", group.nodes()));
			assertThat(group.primary().execute("GET", "written")).isEqualTo("by the store");
		}
	}

	@Test
	void reachesACluster() {
		try (ClusterGroup group = ClusterGroup.start((builder) -> builder.generation(this.generation))) {
			assertReached("redis-tiers.store.cluster.nodes=" + String.join(",", group.nodes()));
			assertThat(group.ownerOf("written").execute("GET", "written")).isEqualTo("by the store");
		}
	}

	@Test
	void reachesAPrimaryInAStaticList() {
		try (ReplicaPair pair = ReplicaPair.start((builder) -> builder.generation(this.generation))) {
			List<String> replicaFirst = List.of(pair.nodes().get(1), pair.nodes().get(0));
			assertReached("redis-tiers.store.masterreplica.nodes=" + String.join(",", replicaFirst));
			assertThat(pair.primary().execute("GET", "written")).isEqualTo("by the store");
		}
	}

	private static void assertReached(String... properties) {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(TierConnectionAutoConfiguration.class,
				BootRedisBackOffAutoConfiguration.class, DataRedisAutoConfiguration.class, SslAutoConfiguration.class))
			.withPropertyValues(properties)
			.run((context) -> {
				assertThat(context).hasNotFailed();
				StringRedisTemplate template = context.getBean(StringRedisTemplate.class);
				template.opsForValue().set("written", "by the store");
				assertThat(template.opsForValue().get("written")).isEqualTo("by the store");
			});
	}

}
