package io.github.redistiers.test.container;

import java.time.Duration;

import io.github.redistiers.CacheTier;
import io.github.redistiers.test.CacheTierContainer;
import io.github.redistiers.test.StoreTierContainer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.junit.jupiter.Container;
import org.testcontainers.junit.jupiter.Testcontainers;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Containers as static fields of a test. The application has addresses, which lead
 * nowhere, and a password that is not the containers'. Their servers are fit for their
 * roles.
 */
@Tag("containers")
@Testcontainers
@SpringBootTest(classes = StartedApplication.Application.class,
		properties = { "redis-tiers.cache.url=redis://localhost:1", "redis-tiers.store.url=redis://localhost:1",
				"redis-tiers.store.password=of-production", "redis-tiers.guard.mode=enforce",
				"spring.data.redis.url=redis://localhost:1" })
class TierContainerFieldsIntegrationTests {

	@Container
	@CacheTierContainer
	static final GenericContainer<?> cache = Containers.genericRedis()
		.withCommand("redis-server", "--maxmemory", "64mb", "--maxmemory-policy", "allkeys-lru", "--save", "",
				"--requirepass", "of-the-cache");

	@Container
	@StoreTierContainer
	static final GenericContainer<?> store = Containers.valkey()
		.withEnv("VALKEY_PASSWORD", "of-the-store")
		.withCommand("sh", "-c", "exec valkey-server --maxmemory 64mb --appendonly yes --requirepass $VALKEY_PASSWORD");

	@Autowired
	private StringRedisTemplate template;

	@Autowired
	@CacheTier
	private StringRedisTemplate cacheTemplate;

	@Test
	void areTheTiersServersWithTheirPasswords() throws Exception {
		this.template.opsForValue().set("whose", "store");
		this.cacheTemplate.opsForValue().set("whose", "cache", Duration.ofMinutes(1));
		assertThat(ask(store, "valkey-cli", "of-the-store")).isEqualTo("store");
		assertThat(ask(cache, "redis-cli", "of-the-cache")).isEqualTo("cache");
	}

	private static String ask(GenericContainer<?> container, String client, String password) throws Exception {
		return container.execInContainer(client, "--no-auth-warning", "-a", password, "get", "whose")
			.getStdout()
			.strip();
	}

}
