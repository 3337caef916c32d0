package io.github.redistiers.autoconfigure.guard;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;

import io.github.redistiers.CacheTier;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ReplicaPair;
import io.github.redistiers.devservices.SentinelGroup;
import io.github.redistiers.devservices.ServerPreset;
import io.github.redistiers.guard.Finding;
import io.github.redistiers.guard.Guard;
import io.github.redistiers.guard.GuardReport;
import io.github.redistiers.guard.GuardRefusalException;
import io.github.redistiers.guard.TierReport;
import io.github.redistiers.guard.Verdict;
import io.lettuce.core.ReadFrom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.jedis.JedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.util.StringUtils;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * Connection factories of the application's own become a tier, and their servers are
 * judged.
 */
@ExtendWith(OutputCaptureExtension.class)
class OwnConnectionFactoriesIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension cache = RedisServerExtension.cache();

	@RegisterExtension
	static final RedisServerExtension store = RedisServerExtension.store();

	@Test
	void takeAJedisFactoryAsTheStoreAndSayInWordsWhatItCannotDo(CapturedOutput output) {
		run(OwnJedis.class, (context, report) -> {
			assertIsStore(context, JedisConnectionFactory.class);
			assertThat(report.tiers()).filteredOn((tier) -> tier.name().equals("store")).allMatch(TierReport::reached);
			assertThat(finding(report, "store.eviction-policy").verdict()).isEqualTo(Verdict.OK);
			assertThat(finding(report, "store.aof").verdict()).isEqualTo(Verdict.OK);
			assertThat(finding(report, "tiers.same-server").verdict()).isEqualTo(Verdict.OK);
			assertThat(finding(report, "store.client").needs()).isEqualTo("a LettuceConnectionFactory");
		}, "--own.port=" + store.port());
		assertThat(output).contains("found JedisConnectionFactory").doesNotContain("\tat ");
	}

	@Test
	void refuseTheServerOfAJedisFactoryThatEvicts(CapturedOutput output) {
		try (RedisServer evicting = RedisServer.builder()
			.preset(ServerPreset.STORE)
			.setting("maxmemory-policy", "allkeys-lru")
			.start()) {
			assertThatExceptionOfType(GuardRefusalException.class)
				.isThrownBy(() -> run(OwnJedis.class, (context, report) -> {
				}, "--own.port=" + evicting.port()));
		}
		assertThat(output).contains("found allkeys-lru, needs noeviction").doesNotContain("\tat ");
	}

	@Test
	void sayThatTheServerOfAJedisFactoryIsAway(CapturedOutput output) {
		assertThatThrownBy(() -> run(OwnJedis.class, (context, report) -> {
		}, "--own.port=1")).isNotNull();
		assertThat(output).contains("whose connection factory is the application's own, does not answer")
			.contains("127.0.0.1:1. Check the server")
			.contains("REDISTIERS_GUARD_UNREACHABLE=wait")
			.doesNotContain("\tat ");
	}

	@Test
	void takeALettuceFactoryForSentinelAsTheStore(CapturedOutput output) {
		try (SentinelGroup group = SentinelGroup.start((builder) -> builder.preset(ServerPreset.STORE))) {
			run(OwnSentinel.class, (context, report) -> {
				assertIsStore(context, LettuceConnectionFactory.class);
				assertJudged(report, 2);
				assertThat(group.primary().execute("GET", "written")).isEqualTo("by the store");
			}, "--own.master=" + group.name(), "--own.nodes=" + String.join(",", group.nodes()));
		}
		assertThat(output).doesNotContain("\tat ");
	}

	@Test
	void refuseALettuceFactoryThatReadsTheStoreFromReplicas(CapturedOutput output) {
		try (ReplicaPair pair = ReplicaPair.start((builder) -> builder.preset(ServerPreset.STORE))) {
			String[] arguments = { "--own.port=" + pair.primary().port() };
			assertThatExceptionOfType(GuardRefusalException.class)
				.isThrownBy(() -> run(OwnReplicaReads.class, (context, report) -> {
				}, arguments));
			assertThat(output).contains("store.read-from")
				.contains("set redis-tiers.store.allow-replica-reads=true")
				.doesNotContain("\tat ");
			run(OwnReplicaReads.class, (context, report) -> {
				assertThat(finding(report, "store.read-from").verdict()).isEqualTo(Verdict.OK);
				// it is the primary that is asked
				assertThat(finding(report, "store.primary").verdict()).isEqualTo(Verdict.OK);
			}, arguments[0], "--redis-tiers.store.allow-replica-reads=true");
		}
	}

	@Test
	void takeALettuceFactoryForAClusterAsTheStore(CapturedOutput output) {
		try (ClusterGroup group = ClusterGroup.start((builder) -> builder.preset(ServerPreset.STORE))) {
			run(OwnCluster.class, (context, report) -> {
				assertIsStore(context, LettuceConnectionFactory.class);
				assertJudged(report, 6);
				assertThat(group.ownerOf("written").execute("GET", "written")).isEqualTo("by the store");
			}, "--own.nodes=" + String.join(",", group.nodes()));
		}
		assertThat(output).doesNotContain("\tat ");
	}

	@Test
	void refuseToCacheThroughAFactoryThatIsNotLettuce(CapturedOutput output) {
		assertThatThrownBy(() -> start(OwnJedisCache.class, "--redis-tiers.store.url=" + store.address(),
				"--own.port=" + cache.port()))
			.isNotNull();
		assertThat(output).contains("The cache tier's connection factory is a JedisConnectionFactory")
			.contains("redis-tiers.cache.url")
			.doesNotContain("\tat ");
	}

	@Test
	void doWithoutSpringCacheOnAFactoryThatIsNotLettuce(CapturedOutput output) {
		try (ConfigurableApplicationContext context = start(OwnJedisCache.class,
				"--redis-tiers.store.url=" + store.address(), "--own.port=" + cache.port(),
				"--spring.cache.type=simple")) {
			assertThat(finding(context.getBean(Guard.class).report(), "cache.eviction-policy").verdict())
				.isEqualTo(Verdict.OK);
		}
		assertThat(output).doesNotContain("\tat ");
	}

	@Test
	@Timeout(60)
	void startThoughAJedisFactorysUserMayNotAsk(CapturedOutput output) {
		try (RedisServer restricted = RedisServer.builder()
			.preset(ServerPreset.CACHE)
			.user("shop", "secret", "resetchannels", "&*", "~*", "+@all", "-@dangerous")
			.start();
				ConfigurableApplicationContext context = start(OwnJedisCache.class,
						"--redis-tiers.store.url=" + store.address(), "--own.port=" + restricted.port(),
						"--own.user=shop", "--own.password=secret", "--spring.cache.type=none")) {
			GuardReport report = context.getBean(Guard.class).report();
			assertThat(finding(report, "tiers.same-server").verdict()).isEqualTo(Verdict.UNKNOWN);
			assertThat(finding(report, "cache.maxmemory").verdict()).isEqualTo(Verdict.UNKNOWN);
		}
		assertThat(output).contains("ACL SETUSER shop")
			.contains("+info")
			.doesNotContain("\tat ")
			.doesNotContain("secret");
	}

	private static void assertIsStore(ConfigurableApplicationContext context, Class<?> type) {
		RedisTier tier = context.getBean("redisStoreTier", RedisTier.class);
		assertThat(tier.connectionFactory()).isInstanceOf(type).isSameAs(context.getBean("own"));
		assertThat(context.getBeanNamesForType(RedisConnectionFactory.class)).containsExactlyInAnyOrder("own",
				"redisCacheConnectionFactory");
		StringRedisTemplate template = context.getBean(StringRedisTemplate.class);
		template.opsForValue().set("written", "by the store");
		assertThat(template.opsForValue().get("written")).isEqualTo("by the store");
	}

	private static void assertJudged(GuardReport report, int servers) {
		assertThat(report.tiers()).filteredOn((tier) -> tier.name().equals("store"))
			.singleElement()
			.satisfies((tier) -> assertThat(tier.servers()).hasSize(servers));
		assertThat(report.findings()).filteredOn((finding) -> finding.id().equals("store.eviction-policy"))
			.hasSize(servers)
			.allMatch((finding) -> finding.verdict() == Verdict.OK);
		// it is about the application, not about each server
		assertThat(report.findings()).filteredOn((finding) -> finding.id().equals("store.client"))
			.filteredOn((finding) -> finding.verdict() == Verdict.WRONG)
			.hasSize(1);
	}

	private static Finding finding(GuardReport report, String id) {
		return report.findings().stream().filter((it) -> it.id().equals(id)).findFirst().orElseThrow();
	}

	private static void run(Class<?> own, BiConsumer<ConfigurableApplicationContext, GuardReport> assertions,
			String... arguments) {
		List<String> all = new ArrayList<>(List.of("--redis-tiers.cache.url=" + cache.address()));
		all.addAll(Arrays.asList(arguments));
		try (ConfigurableApplicationContext context = start(own, all.toArray(String[]::new))) {
			assertions.accept(context, context.getBean(Guard.class).report());
		}
	}

	private static ConfigurableApplicationContext start(Class<?> own, String... arguments) {
		SpringApplication application = new SpringApplicationBuilder(App.class, own).web(WebApplicationType.NONE)
			.properties("spring.application.name=shop", "spring.main.banner-mode=off")
			.registerShutdownHook(false)
			.build();
		return application.run(arguments);
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableCaching
	static class App {

	}

	static class OwnJedis {

		@Bean
		JedisConnectionFactory own(Environment environment) {
			return new JedisConnectionFactory(standalone(environment));
		}

	}

	static class OwnJedisCache {

		@Bean
		@CacheTier
		JedisConnectionFactory own(Environment environment) {
			return new JedisConnectionFactory(standalone(environment));
		}

	}

	static class OwnSentinel {

		@Bean
		LettuceConnectionFactory own(Environment environment) {
			return new LettuceConnectionFactory(
					new RedisSentinelConfiguration(environment.getRequiredProperty("own.master"), nodes(environment)));
		}

	}

	static class OwnReplicaReads {

		@Bean
		LettuceConnectionFactory own(Environment environment) {
			return new LettuceConnectionFactory(standalone(environment),
					LettuceClientConfiguration.builder().readFrom(ReadFrom.REPLICA_PREFERRED).build());
		}

	}

	static class OwnCluster {

		@Bean
		LettuceConnectionFactory own(Environment environment) {
			return new LettuceConnectionFactory(new RedisClusterConfiguration(nodes(environment)));
		}

	}

	private static Set<String> nodes(Environment environment) {
		return StringUtils.commaDelimitedListToSet(environment.getRequiredProperty("own.nodes"));
	}

	private static RedisStandaloneConfiguration standalone(Environment environment) {
		RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration("127.0.0.1",
				environment.getRequiredProperty("own.port", Integer.class));
		configuration.setUsername(environment.getProperty("own.user"));
		configuration.setPassword(environment.getProperty("own.password", ""));
		return configuration;
	}

}
