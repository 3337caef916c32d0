package io.github.redistiers.autoconfigure.connection;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import io.github.redistiers.CacheTier;
import io.github.redistiers.StoreTier;
import io.github.redistiers.boot.Analyses;
import io.github.redistiers.connection.NodeConnection;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierNodes;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Each tier's credentials come from the bean that is meant for it.
 */
@EachServerGeneration
@ExtendWith(OutputCaptureExtension.class)
class TierCredentialsIntegrationTests {

	private final ServerGeneration generation;

	@SuppressWarnings("NullAway.Init")
	private RedisServer server;

	TierCredentialsIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@BeforeEach
	void start() {
		this.server = RedisServer.builder()
			.generation(this.generation)
			.password("secret")
			.user("one", "first", "~*", "&*", "+@all")
			.user("other", "second", "~*", "&*", "+@all")
			.start();
	}

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void areTheStoresWithoutAQualifier() {
		runner().withUserConfiguration(Unqualified.class)
			.withPropertyValues("redis-tiers.cache.username=other", "redis-tiers.cache.password=second")
			.run((context) -> assertUsers(context, "one", "other"));
	}

	@Test
	void areEachTiersByQualifier() {
		runner().withUserConfiguration(Unqualified.class, OfCache.class)
			.run((context) -> assertUsers(context, "one", "other"));
		runner().withUserConfiguration(Unqualified.class, OfCache.class, OfStore.class)
			.run((context) -> assertUsers(context, "other", "other"));
	}

	@Test
	void areBothTiersWithBothQualifiers() {
		runner().withUserConfiguration(OfBoth.class).run((context) -> assertUsers(context, "one", "one"));
	}

	@Test
	void comeBeforeThoseOfProperties() {
		runner().withUserConfiguration(Unqualified.class)
			.withPropertyValues("redis-tiers.cache.username=other", "redis-tiers.cache.password=second",
					"redis-tiers.store.username=other", "redis-tiers.store.password=wrong")
			.run((context) -> assertUsers(context, "one", "other"));
	}

	@Test
	void areThoseOfPropertiesBesideAUrlThatNamesNone(CapturedOutput output) {
		String url = this.server.address();
		runner()
			.withPropertyValues("redis-tiers.store.url=" + url, "redis-tiers.store.username=one",
					"redis-tiers.store.password=first", "redis-tiers.cache.url=" + url,
					"redis-tiers.cache.username=other", "redis-tiers.cache.password=second")
			.run((context) -> assertUsers(context, "one", "other"));
		assertThat(output).doesNotContain("is not used");
	}

	@Test
	void areThoseOfAUrlWhereItNamesThemAndThatIsSaid(CapturedOutput output) {
		String address = this.server.host() + ":" + this.server.port();
		runner()
			.withPropertyValues("redis-tiers.store.url=redis://one:first@" + address,
					"redis-tiers.store.username=other", "redis-tiers.store.password=second",
					"redis-tiers.cache.url=redis://other:second@" + address)
			.run((context) -> assertUsers(context, "one", "other"));
		assertThat(output)
			.containsOnlyOnce("What 'redis-tiers.store.username' and 'redis-tiers.store.password' say is not used,"
					+ " since 'redis-tiers.store.url' names credentials itself. Remove one or the other.")
			.doesNotContain("first")
			.doesNotContain("second");
	}

	@Test
	void areThoseOfSpringBootsUrlAloneAndThatIsSaid(CapturedOutput output) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TierConnectionAutoConfiguration.class,
					BootRedisBackOffAutoConfiguration.class, DataRedisAutoConfiguration.class))
			.withPropertyValues("spring.data.redis.url=" + this.server.address(), "spring.data.redis.password=first")
			.run((context) -> assertThat(catchThrowable(() -> whoAmI(context.getBean(StringRedisTemplate.class))))
				.rootCause()
				.hasMessageContaining("NOAUTH"));
		assertThat(output)
			.containsOnlyOnce("since 'spring.data.redis.url' overrides both, as with Spring Boot. Put them into the URL"
					+ " or remove them.")
			.doesNotContain("first");
	}

	@Test
	void areNotGuessed() {
		runner().withUserConfiguration(Unqualified.class, OfCache.class)
			.withBean("another", RedisCredentialsProvider.class, () -> provider("other", "second"))
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("2 beans of type io.lettuce.core.RedisCredentialsProvider")
				.hasMessageContaining("@StoreTier"));
	}

	@Test
	void areAskedForAgainInTheIntervalOfAProperty() {
		AtomicReference<String> user = new AtomicReference<>("one");
		runner()
			.withBean(RedisCredentialsProvider.class,
					() -> RedisCredentialsProvider
						.from(() -> RedisCredentials.just(user.get(), user.get().equals("one") ? "first" : "second")))
			.withPropertyValues("redis-tiers.cache.username=one", "redis-tiers.cache.password=first",
					"redis-tiers.store.reauthentication-interval=50ms")
			.run((context) -> {
				assertUsers(context, "one", "one");
				user.set("other");
				StringRedisTemplate template = context.getBean(StringRedisTemplate.class);
				Awaitility.await().until(() -> "other".equals(whoAmI(template)));
			});
	}

	@Test
	void areAskedForInNoIntervalThatCannotBe() {
		runner().withPropertyValues("redis-tiers.cache.reauthentication-interval=0")
			.run((context) -> assertThat(Analyses.of(context.getStartupFailure()).getDescription())
				.contains("'redis-tiers.cache.reauthentication-interval' is set to '0ms'"));
	}

	private ApplicationContextRunner runner() {
		return new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TierConnectionAutoConfiguration.class,
					BootRedisBackOffAutoConfiguration.class, DataRedisAutoConfiguration.class))
			.withPropertyValues("redis-tiers.cache.host=" + this.server.host(),
					"redis-tiers.cache.port=" + this.server.port(), "redis-tiers.cache.timeout=5s",
					"redis-tiers.store.host=" + this.server.host(), "redis-tiers.store.port=" + this.server.port());
	}

	private static void assertUsers(ApplicationContext context, String store, String cache) {
		StringRedisTemplate template = context.getBean(StringRedisTemplate.class);
		assertThat(whoAmI(template)).isEqualTo(store);
		StringRedisTemplate ofCache = context.getBean("redisCacheStringTemplate", StringRedisTemplate.class);
		Awaitility.await().ignoreExceptions().until(() -> cache.equals(whoAmI(ofCache)));
		assertThat(template.opsForList().leftPop("absent", Duration.ofMillis(10))).isNull();
		try (NodeConnection connection = TierNodes.of(context.getBean("redisStoreTier", RedisTier.class))
			.get(0)
			.connect()) {
			assertThat(connection.execute("ACL", "WHOAMI")).isEqualTo(store);
		}
	}

	private static String whoAmI(StringRedisTemplate template) {
		Object user = template
			.execute((RedisCallback<@Nullable Object>) (connection) -> connection.execute("ACL", "WHOAMI".getBytes()));
		return (user instanceof byte[] name) ? new String(name) : String.valueOf(user);
	}

	private static RedisCredentialsProvider provider(String user, String password) {
		return RedisCredentialsProvider.from(() -> RedisCredentials.just(user, password));
	}

	@Configuration(proxyBeanMethods = false)
	static class Unqualified {

		@Bean
		RedisCredentialsProvider credentials() {
			return provider("one", "first");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OfCache {

		@Bean
		@CacheTier
		RedisCredentialsProvider cacheCredentials() {
			return provider("other", "second");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OfStore {

		@Bean
		@StoreTier
		RedisCredentialsProvider storeCredentials() {
			return provider("other", "second");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OfBoth {

		@Bean
		@CacheTier
		@StoreTier
		RedisCredentialsProvider credentials() {
			return provider("one", "first");
		}

	}

}
