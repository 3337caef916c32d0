package io.github.redistiers.autoconfigure.connection;

import java.time.Duration;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

import io.github.redistiers.WithoutTestTimeLimits;
import io.github.redistiers.connection.SettingNames;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.TierSettings;
import io.github.redistiers.connection.TierUrl;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.ReadFrom;
import io.lettuce.core.cluster.ClusterClientOptions;
import org.apache.commons.pool2.impl.GenericObjectPoolConfig;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisNode;
import org.springframework.data.redis.connection.RedisPassword;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.RedisStaticMasterReplicaConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettucePoolingClientConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

/**
 * Each property of a tier reaches its setting; by its own name, and for the store by
 * Spring Boot's own as well.
 */
@ParameterizedClass
@CsvSource({ "redis-tiers.cache, redisCacheConnectionFactory, cache",
		"redis-tiers.store, redisConnectionFactory, store", "spring.data.redis, redisConnectionFactory, store" })
record TierPropertiesTests(String prefix, String bean, String tier) {

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withConfiguration(
				AutoConfigurations.of(TierConnectionAutoConfiguration.class, BootRedisBackOffAutoConfiguration.class,
						DataRedisAutoConfiguration.class, SslAutoConfiguration.class));
	}

	@Test
	void reachTheAddress() {
		run(Stream.of("host=my-host", "port=7000", "username=me", "password=secret", "database=3"),
				(settings, client) -> {
					RedisStandaloneConfiguration address = (RedisStandaloneConfiguration) settings.configuration();
					assertThat(address.getHostName()).isEqualTo("my-host");
					assertThat(address.getPort()).isEqualTo(7000);
					assertThat(address.getUsername()).isEqualTo("me");
					assertThat(address.getPassword()).isEqualTo(RedisPassword.of("secret"));
					assertThat(address.getDatabase()).isEqualTo(3);
					assertThat(client.isUseSsl()).isFalse();
				});
	}

	@Test
	void letTheUrlWin() {
		run(Stream.of("url=rediss://me:secret@url-host/4", "host=my-host", "port=7000", "username=you",
				"password=other", "database=3"), (settings, client) -> {
					RedisStandaloneConfiguration address = (RedisStandaloneConfiguration) settings.configuration();
					assertThat(address.getHostName()).isEqualTo("url-host");
					assertThat(address.getPort()).isEqualTo(6379);
					assertThat(address.getUsername()).isEqualTo("me");
					assertThat(address.getPassword()).isEqualTo(RedisPassword.of("secret"));
					assertThat(address.getDatabase()).isEqualTo(4);
					assertThat(client.isUseSsl()).isTrue();
				});
	}

	@ParameterizedTest
	@CsvSource({ "redis://h, me, secret, me, secret", "redis://h,, secret,, secret",
			"redis://me:@h, you, secret, me, secret", "redis://:secret@h, me,, me, secret",
			"redis://:secret@h, you, other,, secret", "redis://me:secret@h, you, other, me, secret",
			"redis://me:secret@h, me, secret, me, secret" })
	void completeTheUrl(String url, @Nullable String username, @Nullable String password,
			@Nullable String expectedUsername, String expectedPassword) {
		// Spring Boot's own overrides them in any case
		boolean isBoots = this.prefix.startsWith("spring.");
		run(Stream.of("url=" + url, "username=" + Objects.toString(username, ""),
				"password=" + Objects.toString(password, "")), (settings, client) -> {
					RedisStandaloneConfiguration address = (RedisStandaloneConfiguration) settings.configuration();
					TierUrl named = TierUrl.parse(url);
					assertThat(address.getUsername()).isEqualTo(isBoots ? named.username() : expectedUsername);
					assertThat(address.getPassword())
						.isEqualTo(RedisPassword.of(isBoots ? named.password() : expectedPassword));
				});
	}

	@Test
	void haveDefaultsByRole() {
		run(Stream.of("host=my-host"), (settings, client) -> {
			boolean cache = this.tier.equals("cache");
			assertThat(settings.timeout()).isEqualTo(Duration.ofMillis(cache ? 250 : 2000));
			assertThat(settings.connectTimeout()).isEqualTo(Duration.ofMillis(cache ? 1000 : 2000));
			assertThat(settings.shutdownTimeout()).isEqualTo(Duration.ofMillis(100));
			assertThat(settings.clientName()).isEqualTo("my-shop:" + this.tier);
			assertThat(client.getReadFrom()).isEmpty();
			assertThat(client.getClientOptions().map(ClientOptions::getDisconnectedBehavior))
				.contains(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS);
		});
	}

	@Test
	void reachTheClient() {
		run(Stream.of("host=my-host", "timeout=3s", "connect-timeout=4s", "client-name=me",
				"lettuce.shutdown-timeout=5s", "lettuce.read-from=replica-preferred"), (settings, client) -> {
					assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(3));
					assertThat(settings.connectTimeout()).isEqualTo(Duration.ofSeconds(4));
					assertThat(
							client.getClientOptions().map((options) -> options.getSocketOptions().getConnectTimeout()))
						.contains(Duration.ofSeconds(4));
					assertThat(client.getClientName()).contains("me");
					assertThat(client.getShutdownTimeout()).isEqualTo(Duration.ofSeconds(5));
					assertThat(client.getReadFrom()).contains(ReadFrom.REPLICA_PREFERRED);
				});
	}

	@Test
	void areTheOnesThatFailuresPointAt() {
		run(Stream.of("host=my-host"), (settings, client) -> assertThat(settings.settingNames())
			.isEqualTo(SettingNames.ofProperties(this.prefix)));
	}

	@Test
	void reachThePool() {
		run(Stream.of("host=my-host", "lettuce.pool.max-active=1", "lettuce.pool.max-idle=2", "lettuce.pool.min-idle=3",
				"lettuce.pool.max-wait=4s", "lettuce.pool.time-between-eviction-runs=5s"), (settings, client) -> {
					assertThat(client).isInstanceOf(LettucePoolingClientConfiguration.class);
					GenericObjectPoolConfig<?> pool = ((LettucePoolingClientConfiguration) client).getPoolConfig();
					assertThat(pool.getMaxTotal()).isEqualTo(1);
					assertThat(pool.getMaxIdle()).isEqualTo(2);
					assertThat(pool.getMinIdle()).isEqualTo(3);
					assertThat(pool.getMaxWaitDuration()).isEqualTo(Duration.ofSeconds(4));
					assertThat(pool.getDurationBetweenEvictionRuns()).isEqualTo(Duration.ofSeconds(5));
				});
	}

	@Test
	void switchThePoolOff() {
		run(Stream.of("host=my-host", "lettuce.pool.enabled=false"),
				(settings, client) -> assertThat(client).isNotInstanceOf(LettucePoolingClientConfiguration.class));
	}

	@Test
	void reachTheSentinels() {
		run(Stream.of("sentinel.master=shop", "sentinel.nodes=s1:26379,[::1]:26380", "sentinel.username=watcher",
				"sentinel.password=watched", "username=me", "password=secret", "database=3"), (settings, client) -> {
					RedisSentinelConfiguration address = (RedisSentinelConfiguration) settings.configuration();
					assertThat(address.getMaster()).isNotNull()
						.satisfies((master) -> assertThat(master.getName()).isEqualTo("shop"));
					assertThat(address.getSentinels()).extracting(RedisNode::getHost, RedisNode::getPort)
						.containsExactlyInAnyOrder(tuple("s1", 26379), tuple("::1", 26380));
					assertThat(address.getSentinelUsername()).isEqualTo("watcher");
					assertThat(address.getSentinelPassword()).isEqualTo(RedisPassword.of("watched"));
					assertThat(address.getUsername()).isEqualTo("me");
					assertThat(address.getPassword()).isEqualTo(RedisPassword.of("secret"));
					assertThat(address.getDatabase()).isEqualTo(3);
				});
	}

	@Test
	void reachTheCluster() {
		run(Stream.of("cluster.nodes[0]=c1:7000", "cluster.nodes[1]=c2:7001", "cluster.max-redirects=9", "username=me",
				"password=secret", "lettuce.cluster.refresh.period=30s",
				"lettuce.cluster.refresh.dynamic-refresh-sources=false"), (settings, client) -> {
					RedisClusterConfiguration address = (RedisClusterConfiguration) settings.configuration();
					assertThat(address.getClusterNodes()).extracting(RedisNode::asString)
						.containsExactlyInAnyOrder("c1:7000", "c2:7001");
					assertThat(address.getMaxRedirects()).isEqualTo(9);
					assertThat(address.getUsername()).isEqualTo("me");
					assertThat(address.getPassword()).isEqualTo(RedisPassword.of("secret"));
					ClusterClientOptions options = (ClusterClientOptions) client.getClientOptions().orElseThrow();
					assertThat(options.getTopologyRefreshOptions().isPeriodicRefreshEnabled()).isTrue();
					assertThat(options.getTopologyRefreshOptions().getRefreshPeriod())
						.isEqualTo(Duration.ofSeconds(30));
					assertThat(options.getTopologyRefreshOptions().useDynamicRefreshSources()).isFalse();
				});
	}

	@Test
	void reachAPrimaryAndItsReplicas() {
		run(Stream.of("masterreplica.nodes=p:7000,r:7001", "username=me", "password=secret", "database=3"),
				(settings, client) -> {
					RedisStaticMasterReplicaConfiguration address = (RedisStaticMasterReplicaConfiguration) settings
						.configuration();
					assertThat(address.getNodes()).extracting(RedisStandaloneConfiguration::getHostName)
						.containsExactly("p", "r");
					assertThat(address.getNodes()).extracting(RedisStandaloneConfiguration::getPort)
						.containsExactly(7000, 7001);
					assertThat(address.getUsername()).isEqualTo("me");
					assertThat(address.getPassword()).isEqualTo(RedisPassword.of("secret"));
					assertThat(address.getDatabase()).isEqualTo(3);
				});
	}

	@Test
	void reachTls() {
		run(Stream.of("host=my-host", "ssl.enabled=true"), (settings, client) -> {
			assertThat(client.isUseSsl()).isTrue();
			assertThat(client.isVerifyPeer()).isTrue();
		});
	}

	@Test
	void letAnSslBundleSwitchTlsOn() {
		run(Stream.of("host=my-host", "ssl.bundle=mine"), (settings, client) -> {
			assertThat(client.isUseSsl()).isTrue();
			assertThat(client.getClientOptions().map((options) -> options.getSslOptions().getProtocols()))
				.contains(new String[] { "TLSv1.3" });
		});
	}

	private void run(Stream<String> properties, BiConsumer<TierSettings, LettuceClientConfiguration> assertions) {
		runner().withInitializer(new WithoutTestTimeLimits())
			.withPropertyValues("spring.application.name=my shop", "redis-tiers.store.allow-replica-reads=true",
					"spring.ssl.bundle.pem.mine.options.enabled-protocols=TLSv1.3")
			.withPropertyValues(properties.map((property) -> this.prefix + "." + property).toArray(String[]::new))
			.run((context) -> {
				assertThat(context).hasNotFailed();
				TierConnectionFactory factory = context.getBean(this.bean, TierConnectionFactory.class);
				assertions.accept(factory.getSettings(), factory.getClientConfiguration());
			});
	}

}
