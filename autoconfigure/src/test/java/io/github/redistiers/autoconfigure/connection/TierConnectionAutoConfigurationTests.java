package io.github.redistiers.autoconfigure.connection;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;

import io.github.redistiers.WithoutTestTimeLimits;
import io.github.redistiers.CacheTier;
import io.github.redistiers.StoreTier;
import io.github.redistiers.TierRole;
import io.github.redistiers.boot.CacheTierConnectionDetails;
import io.github.redistiers.boot.NoTierException;
import io.github.redistiers.boot.StoreTierConnectionDetails;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.SettingNames;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.TierSettings;
import io.lettuce.core.resource.ClientResources;
import io.netty.channel.nio.NioEventLoopGroup;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.LazyInitializationBeanFactoryPostProcessor;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisRepositoriesAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.data.redis.connection.ReactiveRedisConnectionFactory;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveRedisTemplate;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The schemes that are promised: who gets which tier, and that nobody gets a third.
 */
@ExtendWith(OutputCaptureExtension.class)
class TierConnectionAutoConfigurationTests {

	private static final String CACHE = "redis-tiers.cache.url=redis://cache.invalid:7000";

	private static final String STORE = "redis-tiers.store.url=redis://store.invalid:7001";

	private static final String FALLBACK = "spring.data.redis.url=redis://fallback.invalid:7002";

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withInitializer((context) -> AutoConfigurationPackages
			.register((BeanDefinitionRegistry) context.getBeanFactory(), "io.github.redistiers.nothing.here"))
		.withConfiguration(AutoConfigurations.of(TierConnectionAutoConfiguration.class,
				BootRedisBackOffAutoConfiguration.class, DataRedisAutoConfiguration.class,
				DataRedisReactiveAutoConfiguration.class, DataRedisRepositoriesAutoConfiguration.class));

	private final ApplicationContextRunner both = this.runner.withPropertyValues(CACHE, STORE);

	@Test
	void connectsToTwoServersAndNoThird() {
		this.both.run((context) -> assertFactories(context, "cache.invalid:7000", "store.invalid:7001"));
	}

	@Test
	void injectsTheStoreWithoutAQualifierAndTheCacheWithIts() {
		this.both.withBean(Plain.class).withBean(OfStore.class).withBean(OfCache.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(Plain.class).addresses()).containsOnly("store.invalid:7001");
			assertThat(context.getBean(OfStore.class).addresses()).containsOnly("store.invalid:7001");
			assertThat(context.getBean(OfCache.class).addresses()).containsOnly("cache.invalid:7000");
		});
	}

	@Test
	void listsTheTiersWithTheirRoles() {
		this.both.run((context) -> {
			assertThat(context.getBeansOfType(RedisTier.class)).hasSize(2);
			RedisTier cache = context.getBean("redisCacheTier", RedisTier.class);
			RedisTier store = context.getBean("redisStoreTier", RedisTier.class);
			assertThat(cache.role()).isEqualTo(TierRole.CACHE);
			assertThat(cache.name()).isEqualTo("cache");
			assertThat(address(cache.connectionFactory())).isEqualTo("cache.invalid:7000");
			assertThat(store.role()).isEqualTo(TierRole.STORE);
			assertThat(store.name()).isEqualTo("store");
			assertThat(address(store.connectionFactory())).isEqualTo("store.invalid:7001");
		});
	}

	@Test
	void givesEachTierItsOwnEventLoopsAndNoThirdOnes() {
		this.both.run((context) -> {
			assertThat(context.getBeanNamesForType(ClientResources.class))
				.containsExactlyInAnyOrder("lettuceClientResources", "redisCacheClientResources");
			assertThat(resources(context, "redisConnectionFactory")).isSameAs(context.getBean(ClientResources.class))
				.isNotSameAs(resources(context, "redisCacheConnectionFactory"));
		});
	}

	@Test
	void failsWithoutAnyAddress() {
		this.runner.run((context) -> assertThat(context).getFailure().isInstanceOf(NoTierException.class));
	}

	@Test
	void leavesRedisToSpringBootWhereItIsSwitchedOff() {
		this.runner.withPropertyValues("redis-tiers.enabled=false", CACHE, STORE)
			.run((context) -> assertFactories(context, "localhost:6379"));
	}

	@Test
	void takesTheCacheAloneWithoutDefiningAStore() {
		this.runner.withPropertyValues(CACHE).withBean(OfCache.class).run((context) -> {
			assertFactories(context, "cache.invalid:7000");
			assertThat(context.getBean(OfCache.class).addresses()).containsOnly("cache.invalid:7000");
			assertThat(context.getBeanNamesForType(DataRedisConnectionDetails.class)).isEmpty();
			assertThat(context.getBeanNamesForType(RedisTemplate.class)).containsExactlyInAnyOrder("redisCacheTemplate",
					"redisCacheStringTemplate");
			assertThat(context.getBeanNamesForType(ReactiveRedisTemplate.class))
				.containsExactlyInAnyOrder("redisCacheReactiveTemplate", "redisCacheReactiveStringTemplate");
		});
	}

	@Test
	void injectsNothingWithoutAQualifierWhereThereIsOnlyACache() {
		this.runner.withPropertyValues(CACHE)
			.withBean(Plain.class)
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(NoSuchBeanDefinitionException.class));
	}

	@Test
	void takesTheStoreAloneWithoutDefiningACache() {
		this.runner.withPropertyValues(STORE).withBean(Plain.class).withBean(OfStore.class).run((context) -> {
			assertFactories(context, "store.invalid:7001");
			assertThat(context.getBean(Plain.class).addresses()).containsOnly("store.invalid:7001");
			assertThat(context).doesNotHaveBean("redisCacheTier").doesNotHaveBean("redisCacheStringTemplate");
		});
	}

	@Test
	void injectsNothingWithTheCachesQualifierWhereThereIsOnlyAStore() {
		this.runner.withPropertyValues(STORE)
			.withBean(OfCache.class)
			.run((context) -> assertThat(context).getFailure()
				.hasRootCauseInstanceOf(NoSuchBeanDefinitionException.class));
	}

	@Test
	void takesSpringBootsOwnAddressAsTheStores(CapturedOutput output) {
		this.runner.withPropertyValues(CACHE, FALLBACK)
			.run((context) -> assertFactories(context, "cache.invalid:7000", "fallback.invalid:7002"));
		assertThat(output).doesNotContain("are not used");
	}

	@Test
	void takesSpringBootsOwnPortAsTheStoresOnLocalhost() {
		this.runner.withPropertyValues("spring.data.redis.port=7003")
			.run((context) -> assertFactories(context, "localhost:7003"));
	}

	@Test
	void prefersTheStoresOwnAddressAndSaysSoOnce(CapturedOutput output) {
		this.runner.withPropertyValues(STORE, FALLBACK)
			.run((context) -> assertFactories(context, "store.invalid:7001"));
		assertThat(output.toString().split("are not used", -1)).hasSize(2);
		assertThat(output).contains("'redis-tiers.store.*'").contains("'spring.data.redis.*'");
	}

	@Test
	void takesSpringBootsOwnTimeLimitsWithItsConnectionDetails() {
		this.runner.withInitializer(new WithoutTestTimeLimits())
			.withPropertyValues("spring.data.redis.timeout=7s")
			.withBean(DataRedisConnectionDetails.class, () -> bootDetails("boot-details", 7006))
			.run((context) -> {
				TierSettings settings = context.getBean("redisConnectionFactory", TierConnectionFactory.class)
					.getSettings();
				assertThat(settings.timeout()).isEqualTo(Duration.ofSeconds(7));
				assertThat(settings.settingNames()).isEqualTo(SettingNames.ofProperties("spring.data.redis"));
			});
	}

	@Test
	void takesConnectionDetailsBeforeProperties() {
		this.both.withBean(CacheTierConnectionDetails.class, () -> cacheDetails("detailed-cache", 7004))
			.withBean(StoreTierConnectionDetails.class, () -> storeDetails("detailed-store", 7005))
			.run((context) -> assertFactories(context, "detailed-cache:7004", "detailed-store:7005"));
	}

	@Test
	void takesConnectionDetailsWithoutProperties() {
		this.runner.withBean(CacheTierConnectionDetails.class, () -> cacheDetails("detailed-cache", 7004))
			.run((context) -> assertFactories(context, "detailed-cache:7004"));
		this.runner.withBean(StoreTierConnectionDetails.class, () -> storeDetails("detailed-store", 7005))
			.run((context) -> assertFactories(context, "detailed-store:7005"));
	}

	@Test
	void takesConnectionDetailsFromTheApplicationsBeanMethods() {
		this.runner.withUserConfiguration(CacheDetailsConfiguration.class)
			.run((context) -> assertFactories(context, "detailed-cache:7004"));
	}

	@Test
	void takesSpringBootsOwnConnectionDetailsAsTheStores() {
		this.runner.withPropertyValues(CACHE, FALLBACK)
			.withBean(DataRedisConnectionDetails.class, () -> bootDetails("boot-details", 7006))
			.run((context) -> assertFactories(context, "cache.invalid:7000", "boot-details:7006"));
	}

	@Test
	void prefersTheStoresOwnAddressToSpringBootsOwnConnectionDetails(CapturedOutput output) {
		this.runner.withPropertyValues(STORE)
			.withBean(DataRedisConnectionDetails.class, () -> bootDetails("boot-details", 7006))
			.run((context) -> assertFactories(context, "store.invalid:7001"));
		assertThat(output).contains("are not used");
	}

	@Test
	void takesASpringDataConfigurationBeanAsTheStoresAddress() {
		this.runner.withPropertyValues(CACHE)
			.withBean(RedisStandaloneConfiguration.class, () -> new RedisStandaloneConfiguration("configured", 7007))
			.run((context) -> assertFactories(context, "cache.invalid:7000", "configured:7007"));
	}

	@Test
	void takesTheApplicationsOwnConnectionFactoryAsTheStore() {
		this.both.withUserConfiguration(OwnFactoryConfiguration.class)
			.withBean(Plain.class)
			.withBean(OfStore.class)
			.run((context) -> {
				assertFactories(context, "cache.invalid:7000", "own:7008");
				assertThat(context.getBean(Plain.class).addresses()).containsOnly("own:7008");
				assertThat(context.getBean(OfStore.class).addresses()).containsOnly("own:7008");
				assertThat(context.getBean("redisStoreTier", RedisTier.class).connectionFactory())
					.isSameAs(context.getBean("myFactory"));
			});
	}

	@Test
	void needsNoAddressForTheApplicationsOwnConnectionFactory() {
		this.runner.withUserConfiguration(OwnFactoryConfiguration.class)
			.run((context) -> assertFactories(context, "own:7008"));
	}

	@Test
	void takesTheApplicationsPrimaryConnectionFactoryAsTheStore() {
		this.both.withUserConfiguration(OwnFactoryConfiguration.class, PrimaryFactoryConfiguration.class)
			.withBean(OfStoreFactory.class)
			.run((context) -> {
				assertFactories(context, "cache.invalid:7000", "own:7008", "primary:7009");
				assertThat(address(context.getBean(OfStoreFactory.class).factory())).isEqualTo("primary:7009");
			});
	}

	@Test
	void takesTheApplicationsOwnConnectionFactoryAsTheCacheAndNeverAsTheStore() {
		this.runner.withUserConfiguration(OwnCacheFactoryConfiguration.class).run((context) -> {
			assertFactories(context, "own-cache:7010");
			assertThat(context.getBean("redisCacheTier", RedisTier.class).connectionFactory())
				.isSameAs(context.getBean("myCacheFactory"));
			assertThat(context).doesNotHaveBean("stringRedisTemplate").doesNotHaveBean("redisStoreTier");
		});
		this.both.withUserConfiguration(OwnCacheFactoryConfiguration.class).withBean(Plain.class).run((context) -> {
			assertFactories(context, "own-cache:7010", "store.invalid:7001");
			assertThat(context.getBean(Plain.class).addresses()).containsOnly("store.invalid:7001");
		});
	}

	@Test
	void keepsTheApplicationsOwnClientResourcesForTheStore() {
		this.both.withBean("mine", ClientResources.class, ClientResources::create).run((context) -> {
			Object mine = eventLoops(context.getBean("mine", ClientResources.class));
			assertThat(eventLoops(resources(context, "redisConnectionFactory"))).isSameAs(mine);
			assertThat(eventLoops(resources(context, "redisCacheConnectionFactory"))).isNotSameAs(mine);
		});
	}

	@Test
	void worksWithoutAConnectionPool() {
		this.both.withClassLoader(new FilteredClassLoader("org.apache.commons.pool2"))
			.run((context) -> assertFactories(context, "cache.invalid:7000", "store.invalid:7001"));
	}

	@Test
	void worksWithoutCachingLibraries() {
		this.both
			.withClassLoader(new FilteredClassLoader("org.springframework.cache", "org.springframework.boot.cache",
					"org.springframework.boot.jackson", "org.springframework.session"))
			.run((context) -> assertFactories(context, "cache.invalid:7000", "store.invalid:7001"));
	}

	@Test
	void startsWithLazyInitialization() {
		this.both
			.withInitializer(
					(context) -> context.addBeanFactoryPostProcessor(new LazyInitializationBeanFactoryPostProcessor()))
			.run((context) -> assertFactories(context, "cache.invalid:7000", "store.invalid:7001"));
	}

	private static Object eventLoops(ClientResources resources) {
		return resources.eventLoopGroupProvider().allocate(NioEventLoopGroup.class);
	}

	static void assertFactories(AssertableApplicationContext context, String... addresses) {
		assertThat(context).hasNotFailed();
		assertThat(context.getBeansOfType(RedisConnectionFactory.class).values())
			.extracting(TierConnectionAutoConfigurationTests::address)
			.containsExactlyInAnyOrder(addresses);
	}

	static String address(@Nullable Object factory) {
		return (factory instanceof LettuceConnectionFactory lettuce) ? lettuce.getHostName() + ":" + lettuce.getPort()
				: "not a Lettuce factory";
	}

	private static ClientResources resources(ApplicationContext context, String name) {
		return context.getBean(name, LettuceConnectionFactory.class)
			.getClientConfiguration()
			.getClientResources()
			.orElseThrow();
	}

	private static CacheTierConnectionDetails cacheDetails(String host, int port) {
		return new CacheTierConnectionDetails() {

			@Override
			public DataRedisConnectionDetails.Standalone getStandalone() {
				return DataRedisConnectionDetails.Standalone.of(host, port);
			}

		};
	}

	private static StoreTierConnectionDetails storeDetails(String host, int port) {
		return new StoreTierConnectionDetails() {

			@Override
			public DataRedisConnectionDetails.Standalone getStandalone() {
				return DataRedisConnectionDetails.Standalone.of(host, port);
			}

		};
	}

	private static DataRedisConnectionDetails bootDetails(String host, int port) {
		return new DataRedisConnectionDetails() {

			@Override
			public Standalone getStandalone() {
				return Standalone.of(host, port);
			}

		};
	}

	record Plain(RedisConnectionFactory factory, ReactiveRedisConnectionFactory reactiveFactory,
			RedisTemplate<Object, Object> template, StringRedisTemplate stringTemplate,
			ReactiveRedisTemplate<Object, Object> reactiveTemplate,
			ReactiveStringRedisTemplate reactiveStringTemplate) {

		List<String> addresses() {
			return TierConnectionAutoConfigurationTests.addresses(this.factory, this.reactiveFactory,
					this.template.getConnectionFactory(), this.stringTemplate.getConnectionFactory(),
					this.reactiveTemplate.getConnectionFactory(), this.reactiveStringTemplate.getConnectionFactory());
		}

	}

	record OfStore(@StoreTier RedisConnectionFactory factory, @StoreTier ReactiveRedisConnectionFactory reactiveFactory,
			@StoreTier RedisTemplate<Object, Object> template, @StoreTier StringRedisTemplate stringTemplate,
			@StoreTier ReactiveRedisTemplate<Object, Object> reactiveTemplate,
			@StoreTier ReactiveStringRedisTemplate reactiveStringTemplate) {

		List<String> addresses() {
			return TierConnectionAutoConfigurationTests.addresses(this.factory, this.reactiveFactory,
					this.template.getConnectionFactory(), this.stringTemplate.getConnectionFactory(),
					this.reactiveTemplate.getConnectionFactory(), this.reactiveStringTemplate.getConnectionFactory());
		}

	}

	record OfCache(@CacheTier RedisConnectionFactory factory, @CacheTier ReactiveRedisConnectionFactory reactiveFactory,
			@CacheTier RedisTemplate<Object, Object> template, @CacheTier StringRedisTemplate stringTemplate,
			@CacheTier ReactiveRedisTemplate<Object, Object> reactiveTemplate,
			@CacheTier ReactiveStringRedisTemplate reactiveStringTemplate) {

		List<String> addresses() {
			return TierConnectionAutoConfigurationTests.addresses(this.factory, this.reactiveFactory,
					this.template.getConnectionFactory(), this.stringTemplate.getConnectionFactory(),
					this.reactiveTemplate.getConnectionFactory(), this.reactiveStringTemplate.getConnectionFactory());
		}

	}

	static List<String> addresses(@Nullable Object... factories) {
		return Arrays.stream(factories).map(TierConnectionAutoConfigurationTests::address).toList();
	}

	record OfStoreFactory(@StoreTier RedisConnectionFactory factory) {

	}

	@Configuration(proxyBeanMethods = false)
	static class CacheDetailsConfiguration {

		@Bean
		CacheTierConnectionDetails details() {
			return cacheDetails("detailed-cache", 7004);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnFactoryConfiguration {

		@Bean
		LettuceConnectionFactory myFactory() {
			return new LettuceConnectionFactory("own", 7008);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PrimaryFactoryConfiguration {

		@Bean
		@Primary
		LettuceConnectionFactory myPrimaryFactory() {
			return new LettuceConnectionFactory("primary", 7009);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnCacheFactoryConfiguration {

		@Bean
		@CacheTier
		LettuceConnectionFactory myCacheFactory() {
			return new LettuceConnectionFactory("own-cache", 7010);
		}

	}

}
