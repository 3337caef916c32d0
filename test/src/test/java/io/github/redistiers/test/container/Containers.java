package io.github.redistiers.test.container;

import com.redis.testcontainers.RedisContainer;
import org.testcontainers.containers.GenericContainer;

/**
 * Containers under the images' own configuration, which suits neither tier.
 */
final class Containers {

	static final int PORT = 6379;

	private Containers() {
	}

	static RedisContainer redis() {
		return new RedisContainer("redis:8.0");
	}

	static GenericContainer<?> genericRedis() {
		return new GenericContainer<>("redis:8.0").withExposedPorts(PORT);
	}

	static GenericContainer<?> valkey() {
		return new GenericContainer<>("valkey/valkey:8.1").withExposedPorts(PORT);
	}

}
