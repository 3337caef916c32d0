package io.github.redistiers.test;

import io.github.redistiers.CacheTier;
import io.github.redistiers.StoreTier;
import io.github.redistiers.devservices.RedisServer;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link AutoConfigureRedisTiers}. The addresses of the application lead
 * nowhere: a test must not reach what they name.
 */
@AutoConfigureRedisTiers
@SpringBootTest(properties = { "redis-tiers.cache.url=redis://localhost:1", "redis-tiers.store.url=redis://localhost:1",
		"redis-tiers.store.password=of-production" })
class AutoConfigureRedisTiersIntegrationTests {

	@Autowired
	private StringRedisTemplate template;

	@Autowired
	@CacheTier
	private RedisServer cacheServer;

	@Autowired
	@StoreTier
	private RedisServer storeServer;

	@Test
	void bringsAStoreServerOfItsOwn() {
		this.template.opsForValue().set("key", "value");
		assertThat(this.storeServer.commands().get("key")).isEqualTo("value");
		assertThat(this.cacheServer.commands().get("key")).isNull();
	}

	@Test
	void letsATestBreakAServer() {
		this.storeServer.refuseWrites();
		try {
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> this.template.opsForValue().set("other", "value"));
		}
		finally {
			this.storeServer.acceptWrites();
		}
	}

	@SpringBootConfiguration
	@EnableAutoConfiguration
	static class Application {

	}

}
