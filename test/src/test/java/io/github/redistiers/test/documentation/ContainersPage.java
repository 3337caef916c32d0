package io.github.redistiers.test.documentation;

import com.redis.testcontainers.RedisContainer;
import io.github.redistiers.test.CacheTierContainer;
import io.github.redistiers.test.StoreTierContainer;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;

/**
 * The code of {@code docs/containers.md}, which needs a container engine to run; the
 * tests of containers do what it does.
 */
@SuppressWarnings({ "ClassCanBeStatic", "UnusedNestedClass", "UnusedVariable" })
class ContainersPage {

	@Testcontainers
	@SpringBootTest
	class CheckoutIntegrationTests {

		@Container
		@CacheTierContainer
		static GenericContainer<?> cache = new GenericContainer<>("redis:8.0").withExposedPorts(6379)
			.withCommand("redis-server", "--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru", "--save", "");

		@Container
		@StoreTierContainer
		static GenericContainer<?> store = new GenericContainer<>("valkey/valkey:8.1").withExposedPorts(6379)
			.withCommand("valkey-server", "--maxmemory", "64mb", "--appendonly", "yes");

	}

	@TestConfiguration(proxyBeanMethods = false)
	class Servers {

		@Bean
		@CacheTierContainer
		RedisContainer cache() {
			return new RedisContainer("redis:8.0");
		}

		@Bean
		@StoreTierContainer
		RedisContainer store() {
			return new RedisContainer("redis:8.0");
		}

	}

	static class ShopApplication {

		static void main(String[] args) {
			SpringApplication.run(Shop.class, args);
		}

	}

	void start(String[] args) {
		SpringApplication.from(ShopApplication::main).with(Servers.class).run(args);
	}

}
