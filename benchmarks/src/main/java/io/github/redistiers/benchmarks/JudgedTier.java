package io.github.redistiers.benchmarks;

import java.util.concurrent.TimeUnit;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.TierSettings;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerPreset;

import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

/**
 * A tier with a server of its own, connected.
 */
record JudgedTier(RedisServer server, TierConnectionFactory factory, RedisTier tier) {

	static JudgedTier start(String name, TierRole role, ServerPreset preset) {
		RedisServer server = RedisServer.builder().preset(preset).start();
		TierConnectionFactory factory = new TierConnectionFactory(
				TierSettings.builder(name, role, new RedisStandaloneConfiguration(server.host(), server.port()))
					.build());
		factory.afterPropertiesSet();
		factory.start();
		awaitConnection(factory);
		return new JudgedTier(server, factory, new RedisTier(name, role, factory));
	}

	// the cache does not wait for its connection, which is being opened
	private static void awaitConnection(TierConnectionFactory factory) {
		long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
		while (true) {
			try (RedisConnection connection = factory.getConnection()) {
				connection.ping();
				return;
			}
			catch (RuntimeException ex) {
				if (System.nanoTime() > limit) {
					throw ex;
				}
				Thread.onSpinWait();
			}
		}
	}

	void close() {
		this.factory.destroy();
		this.server.close();
	}

}
