package io.github.redistiers.test.container;

import java.time.Duration;

import com.redis.testcontainers.RedisContainer;
import io.github.redistiers.test.CacheTierContainer;
import io.github.redistiers.test.StoreTierContainer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.testcontainers.containers.GenericContainer;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.testcontainers.service.connection.ServiceConnection;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Containers as beans: which tier each becomes, and that none becomes the wrong one.
 */
@Tag("containers")
@ExtendWith(OutputCaptureExtension.class)
class TierContainerBeansIntegrationTests {

	@Test
	void becomeTheTiersThatTheyAreMarkedAsAndAreWarnedOf(CapturedOutput output) {
		try (StartedApplication application = StartedApplication.start(Marked.class)) {
			assertPorts(application);
			assertThat(application.hasContainerOfSpringBoot()).isFalse();
			application.store().opsForValue().set("key", "store");
			application.cache().opsForValue().set("key", "cache", Duration.ofMinutes(1));
			assertThat(application.store().opsForValue().get("key")).isEqualTo("store");
			assertThat(application.cache().opsForValue().get("key")).isEqualTo("cache");
			assertThat(output).contains("What the guard found to be mended")
				.contains("store.aof")
				.contains("cache.maxmemory");
		}
	}

	@Test
	void serveAnApplicationDuringDevelopment() {
		SpringApplication.Running running = SpringApplication
			.from((args) -> SpringApplication.run(StartedApplication.Application.class, args))
			.with(Marked.class)
			.run("--spring.main.web-application-type=none");
		try (StartedApplication application = new StartedApplication(running.getApplicationContext())) {
			assertPorts(application);
		}
	}

	@Test
	void areRefusedWhereTheModeSaysSo(CapturedOutput output) {
		StartedApplication.fail(Marked.class, output, "redis-tiers.guard.mode=enforce");
		assertThat(output).contains("The guard refuses the start").contains("store.aof").contains("cache.maxmemory");
	}

	@ParameterizedTest
	@ValueSource(classes = { PlainAfterCache.class, PlainBeforeCache.class, NamedAfterCache.class })
	void leaveTheStoreToAPlainContainer(Class<?> containers) {
		try (StartedApplication application = StartedApplication.start(containers)) {
			assertPorts(application);
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { Plain.class, PlainByName.class })
	void makeAPlainContainerTheStoreAlone(Class<?> containers) {
		try (StartedApplication application = StartedApplication.start(containers)) {
			assertThat(application.storePort()).isEqualTo(mapped(application, "store"));
			assertThat(application.hasCache()).isFalse();
			assertThat(application.connections()).isEqualTo(1);
		}
	}

	@Test
	void makeNoStoreOfACachesContainer() {
		try (StartedApplication application = StartedApplication.start(CacheAlone.class)) {
			assertThat(application.cachePort()).isEqualTo(mapped(application, "cache"));
			assertThat(application.hasStore()).isFalse();
			assertThat(application.hasContainerOfSpringBoot()).isFalse();
			assertThat(application.connections()).isEqualTo(1);
		}
	}

	@Test
	void makeNoCacheOfAPlainContainerBesideTheStores(CapturedOutput output) {
		try (StartedApplication application = StartedApplication.start(PlainBesideStore.class)) {
			assertThat(application.storePort()).isEqualTo(mapped(application, "store"));
			assertThat(application.hasCache()).isFalse();
			assertThat(output)
				.contains("No tier uses this container, since another one is marked as the store tier: Bean 'other'")
				.contains("@CacheTierContainer");
		}
	}

	@ParameterizedTest
	@ValueSource(classes = { CacheByNameAlone.class, CacheByNameBeforePlain.class, MarkedTwice.class })
	void areNeverBothTiers(Class<?> containers, CapturedOutput output) {
		StartedApplication.fail(containers, output);
		assertThat(output).contains("One container would be both the cache tier and the store tier: Bean 'cache'")
			.contains("@CacheTierContainer or @StoreTierContainer");
	}

	@Test
	void publishTheirServersPort(CapturedOutput output) {
		StartedApplication.fail(WithoutPort.class, output);
		assertThat(output).contains("A container does not publish port 6379 of its server: Bean 'cache'")
			.contains("Add withExposedPorts(6379) to it.");
	}

	private static void assertPorts(StartedApplication application) {
		assertThat(application.cachePort()).isEqualTo(mapped(application, "cache"));
		assertThat(application.storePort()).isEqualTo(mapped(application, "store"));
		assertThat(application.connections()).isEqualTo(2);
	}

	private static int mapped(StartedApplication application, String bean) {
		return application.context().getBean(bean, GenericContainer.class).getMappedPort(Containers.PORT);
	}

	@Configuration(proxyBeanMethods = false)
	static class Marked {

		@Bean
		@CacheTierContainer
		RedisContainer cache() {
			return Containers.redis();
		}

		@Bean
		@StoreTierContainer
		GenericContainer<?> store() {
			return Containers.valkey();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PlainAfterCache {

		@Bean
		@CacheTierContainer
		RedisContainer cache() {
			return Containers.redis();
		}

		@Bean
		@ServiceConnection
		RedisContainer store() {
			return Containers.redis();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PlainBeforeCache {

		@Bean
		@ServiceConnection
		RedisContainer store() {
			return Containers.redis();
		}

		@Bean
		@CacheTierContainer
		RedisContainer cache() {
			return Containers.redis();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class NamedAfterCache {

		@Bean
		@CacheTierContainer
		GenericContainer<?> cache() {
			return Containers.genericRedis();
		}

		@Bean
		@ServiceConnection("redis")
		GenericContainer<?> store() {
			return Containers.genericRedis();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Plain {

		@Bean
		@ServiceConnection
		RedisContainer store() {
			return Containers.redis();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PlainByName {

		@Bean
		@ServiceConnection("redis")
		GenericContainer<?> store() {
			return Containers.genericRedis();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CacheAlone {

		@Bean
		@CacheTierContainer
		RedisContainer cache() {
			return Containers.redis();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class PlainBesideStore {

		@Bean
		@StoreTierContainer
		RedisContainer store() {
			return Containers.redis();
		}

		@Bean
		@ServiceConnection
		RedisContainer other() {
			return Containers.redis();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CacheByNameAlone {

		@Bean
		@ServiceConnection("redis-tiers-cache")
		RedisContainer cache() {
			return Containers.redis();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class CacheByNameBeforePlain {

		@Bean
		@ServiceConnection("redis-tiers-cache")
		RedisContainer cache() {
			return Containers.redis();
		}

		@Bean
		@ServiceConnection
		RedisContainer store() {
			return Containers.redis();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class MarkedTwice {

		@Bean
		@CacheTierContainer
		@StoreTierContainer
		GenericContainer<?> cache() {
			return Containers.genericRedis();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithoutPort {

		@Bean
		@CacheTierContainer
		GenericContainer<?> cache() {
			return new GenericContainer<>("redis:8.0");
		}

	}

}
