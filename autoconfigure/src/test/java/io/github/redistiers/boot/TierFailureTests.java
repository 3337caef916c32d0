package io.github.redistiers.boot;

import java.util.stream.Stream;

import io.github.redistiers.WithoutTestTimeLimits;
import io.github.redistiers.CacheTier;
import io.github.redistiers.StoreTier;
import io.github.redistiers.autoconfigure.connection.BootRedisBackOffAutoConfiguration;
import io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;
import org.springframework.boot.origin.Origin;
import org.springframework.boot.origin.OriginProvider;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What stands on the screen when an application does not start: which property, which
 * value without its secret, what to do, and no stack trace.
 */
@ExtendWith(OutputCaptureExtension.class)
class TierFailureTests {

	private static final Origin CONTAINER = new Origin() {

		@Override
		public String toString() {
			return "the container";
		}

	};

	@ParameterizedTest
	@ValueSource(strings = { "redis-tiers.cache", "redis-tiers.store", "spring.data.redis" })
	void explainsAMalformedUrl(String prefix, CapturedOutput output) {
		fail(App.class, prefix + ".url=redis://me:secret@my-host:port");
		assertThat(output)
			.contains("The property '" + prefix
					+ ".url' is set to 'redis://me:***@my-host:port', whose port is not a number from 1 to 65535.")
			.contains("Write it as redis://[[user:]password@]host[:port][/database], with rediss:// for TLS "
					+ "and reserved characters of the password percent-encoded.");
		assertReadable(output);
	}

	@ParameterizedTest
	@CsvSource({ "sentinel.nodes, which names no host, ':26379'", "cluster.nodes, whose port is not a number, 'node'",
			"masterreplica.nodes, which names no host, 'node:me:secret@x'" })
	void explainsAMalformedNode(String name, String reason, String node, CapturedOutput output) {
		fail(App.class, "redis-tiers.store." + name + "=" + node,
				"redis-tiers.store.sentinel.master=" + (name.startsWith("sentinel") ? "shop" : ""));
		assertThat(output).contains("The property 'redis-tiers.store." + name + "' is set to")
			.contains(reason)
			.contains("Write each node as host:port, such as redis-1:6379");
		assertReadable(output);
	}

	@Test
	void explainsSentinelsWithoutAPrimary(CapturedOutput output) {
		fail(App.class, "redis-tiers.store.sentinel.nodes=s1:26379");
		assertThat(output).contains(
				"The property 'redis-tiers.store.sentinel.nodes' is set, but 'redis-tiers.store.sentinel.master' is not.")
			.contains("Set 'redis-tiers.store.sentinel.master' to the primary's name as the Sentinels know it.");
		assertReadable(output);
	}

	@Test
	void explainsAPrimaryWithoutSentinels(CapturedOutput output) {
		fail(App.class, "redis-tiers.store.sentinel.master=shop");
		assertThat(output).contains(
				"The property 'redis-tiers.store.sentinel.master' is set, but 'redis-tiers.store.sentinel.nodes' is not.")
			.contains("Set 'redis-tiers.store.sentinel.nodes' to the Sentinels, each as host:port.");
		assertReadable(output);
	}

	@Test
	void explainsAnUnknownSslBundle(CapturedOutput output) {
		fail(App.class, "redis-tiers.cache.host=my-host", "redis-tiers.cache.ssl.bundle=mine");
		assertThat(output)
			.contains("The property 'redis-tiers.cache.ssl.bundle' is set to 'mine', and there is no such SSL bundle.")
			.contains("Define it under spring.ssl.bundle, or name one that is defined there.");
		assertReadable(output);
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis-tiers.cache", "redis-tiers.store" })
	void explainsAPortWithoutAHost(String prefix, CapturedOutput output) {
		fail(App.class, prefix + ".port=7001", "spring.data.redis.host=my-host");
		assertThat(output)
			.contains("Neither '" + prefix + ".url' nor '" + prefix + ".host' is set; a port alone is no address.")
			.contains("Set '" + prefix + ".url' to the server's address");
		assertReadable(output);
	}

	@ParameterizedTest
	@CsvSource({ "timeout, 0s", "connect-timeout, 0s", "lettuce.read-from, nearby", "ssl.bundle, mine" })
	void namesSpringBootsOwnPropertyWhereTheStoreHasItsValueFromThere(String name, String value,
			CapturedOutput output) {
		fail(App.class, "spring.data.redis.host=my-host", "spring.data.redis." + name + "=" + value);
		assertThat(output).contains("The property 'spring.data.redis." + name + "' is set to")
			.doesNotContain("redis-tiers.store");
		assertReadable(output);
	}

	@Test
	void namesTheStoresOwnPropertyOnTopOfSpringBootsOwnAddress(CapturedOutput output) {
		fail(App.class, "spring.data.redis.host=my-host", "redis-tiers.store.timeout=0s");
		assertThat(output).contains("The property 'redis-tiers.store.timeout' is set to '0ms'");
		assertReadable(output);
	}

	@ParameterizedTest
	@CsvSource({ "timeout, 0s", "timeout, -1s", "connect-timeout, 0s" })
	void explainsATimeLimitThatIsNone(String name, String value, CapturedOutput output) {
		fail(App.class, "redis-tiers.cache.host=my-host", "redis-tiers.cache." + name + "=" + value);
		assertThat(output).contains("The property 'redis-tiers.cache." + name + "' is set to")
			.contains("which is no time to wait.")
			.contains("Use a duration above zero");
		assertReadable(output);
	}

	@Test
	void explainsUnknownNodesToReadFrom(CapturedOutput output) {
		fail(App.class, "redis-tiers.cache.host=my-host", "redis-tiers.cache.lettuce.read-from=nearby");
		assertThat(output)
			.contains("The property 'redis-tiers.cache.lettuce.read-from' is set to 'nearby', which names no nodes")
			.contains("Use one of upstream, upstream-preferred,");
		assertReadable(output);
	}

	@Test
	void explainsThatThereIsNoAddressAtAll(CapturedOutput output) {
		fail(App.class);
		assertThat(output).contains("Neither the cache tier nor the store tier has an address: redis-tiers.cache.url")
			.contains("Set redis-tiers.store.url")
			.contains("redis-tiers.cache.url")
			.contains("redis-tiers.dev-services.enabled=true")
			.contains("redis-tiers.enabled=false");
		assertReadable(output);
	}

	@ParameterizedTest
	@ValueSource(classes = { NeedsFactory.class, NeedsTemplate.class, NeedsReactiveTemplate.class,
			NeedsStoreTemplate.class })
	void namesTheCachesQualifierWhereThereIsNoStore(Class<?> bean, CapturedOutput output) {
		fail(bean, "redis-tiers.cache.host=my-host");
		assertThat(output)
			.contains("of the store tier (that is what one without @CacheTier means), "
					+ "and this application has only a cache tier.")
			.contains("Add @CacheTier to the injection point if its data may vanish at any time, "
					+ "or set redis-tiers.store.url");
		assertReadable(output);
	}

	@Test
	void namesTheCachesAddressWhereThereIsNoCache(CapturedOutput output) {
		fail(NeedsCacheTemplate.class, "redis-tiers.store.host=my-host");
		assertThat(output)
			.contains("required a @CacheTier StringRedisTemplate, and this application has only a store tier.")
			.contains("Set redis-tiers.cache.url to give the application a cache");
		assertReadable(output);
	}

	@Test
	void explainsTwoSourcesOfSpringBootsOwnAddress(CapturedOutput output) {
		fail(TwoDetails.class, "redis-tiers.cache.host=my-host");
		assertThat(output).contains("2 Redis servers were found for the store tier: firstDetails, secondDetails.")
			.contains("org.springframework.boot.service-connection: redis-tiers-cache")
			.contains("@CacheTierContainer or @StoreTierContainer instead of @ServiceConnection")
			.contains("org.springframework.boot.ignore")
			.contains("redis-tiers.cache.url");
		assertReadable(output);
	}

	@Test
	void explainsTwoAddressesOfATier(CapturedOutput output) {
		fail(TwoCaches.class);
		assertThat(output).contains("2 Redis servers were found for the cache tier: firstCache, secondCache.")
			.contains("Keep one of them as the cache tier");
		assertReadable(output);
	}

	@ParameterizedTest
	@ValueSource(classes = { OneContainerForBoth.class, OneContainerForCacheAndFallback.class })
	void explainsThatOneContainerIsNotTwoTiers(Class<?> details, CapturedOutput output) {
		// a connection that is opened while the application ends is Netty's to complain
		// of
		fail(details, "redis-tiers.cache.lettuce.eager-connect=false");
		assertThat(output).contains("One container would be both the cache tier and the store tier: the container.")
			.contains("@CacheTierContainer or @StoreTierContainer");
		assertReadable(output);
	}

	@Test
	void explainsHowContainersBecomeTiers(CapturedOutput output) {
		fail(App.class);
		assertThat(output)
			.contains("no service with the label org.springframework.boot.service-connection: redis-tiers-cache or "
					+ "org.springframework.boot.service-connection: redis-tiers-store was found.")
			.contains("spring.docker.compose.skip.in-tests=false")
			.contains("@CacheTierContainer or @StoreTierContainer");
		assertReadable(output);
	}

	private static void fail(Class<?> source, String... properties) {
		SpringApplication application = new SpringApplicationBuilder(App.class, source).web(WebApplicationType.NONE)
			.initializers(new WithoutTestTimeLimits())
			.build();
		assertThatExceptionOfType(RuntimeException.class).isThrownBy(
				() -> application.run(Stream.of(properties).map((property) -> "--" + property).toArray(String[]::new))
					.close());
	}

	private static void assertReadable(CapturedOutput output) {
		assertThat(output).contains("APPLICATION FAILED TO START").doesNotContain("\tat ").doesNotContain("secret");
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ TierConnectionAutoConfiguration.class, BootRedisBackOffAutoConfiguration.class,
			DataRedisAutoConfiguration.class, DataRedisReactiveAutoConfiguration.class, SslAutoConfiguration.class })
	static class App {

	}

	record NeedsFactory(RedisConnectionFactory factory) {

	}

	record NeedsTemplate(StringRedisTemplate template) {

	}

	record NeedsReactiveTemplate(ReactiveStringRedisTemplate template) {

	}

	record NeedsStoreTemplate(@StoreTier StringRedisTemplate template) {

	}

	record NeedsCacheTemplate(@CacheTier StringRedisTemplate template) {

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoDetails {

		@Bean
		DataRedisConnectionDetails firstDetails() {
			return new DataRedisConnectionDetails() {
			};
		}

		@Bean
		DataRedisConnectionDetails secondDetails() {
			return new DataRedisConnectionDetails() {
			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class TwoCaches {

		@Bean
		CacheTierConnectionDetails firstCache() {
			return new CacheDetails(CONTAINER);
		}

		@Bean
		CacheTierConnectionDetails secondCache() {
			return new CacheDetails(CONTAINER);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OneContainerForBoth {

		@Bean
		CacheTierConnectionDetails cache() {
			return new CacheDetails(CONTAINER);
		}

		@Bean
		StoreTierConnectionDetails store() {
			return new StoreDetails(CONTAINER);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OneContainerForCacheAndFallback {

		@Bean
		CacheTierConnectionDetails cache() {
			return new CacheDetails(CONTAINER);
		}

		@Bean
		DataRedisConnectionDetails store() {
			return new FallbackDetails(CONTAINER);
		}

	}

	record CacheDetails(Origin origin) implements CacheTierConnectionDetails, OriginProvider {

		@Override
		public Origin getOrigin() {
			return this.origin;
		}

		@Override
		public Standalone getStandalone() {
			return Standalone.of("my-host", 6379);
		}

	}

	record StoreDetails(Origin origin) implements StoreTierConnectionDetails, OriginProvider {

		@Override
		public Origin getOrigin() {
			return this.origin;
		}

		@Override
		public Standalone getStandalone() {
			return Standalone.of("my-host", 6379);
		}

	}

	record FallbackDetails(Origin origin) implements DataRedisConnectionDetails, OriginProvider {

		@Override
		public Origin getOrigin() {
			return this.origin;
		}

		@Override
		public Standalone getStandalone() {
			return Standalone.of("my-host", 6379);
		}

	}

}
