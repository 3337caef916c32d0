package io.github.redistiers.test;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.github.redistiers.cache.CacheTierCacheManager;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.devservices.HealthyState;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.store.StoreBreakers;
import org.awaitility.Awaitility;

import org.springframework.context.ApplicationContext;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.test.context.TestContext;
import org.springframework.test.context.support.AbstractTestExecutionListener;

/**
 * Puts the servers of a test right after each of its methods, so that the next one finds
 * them as the first one did.
 */
class RestoringServersListener extends AbstractTestExecutionListener {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private final Map<RedisServer, HealthyState> healthy = new HashMap<>();

	@Override
	public void prepareTestInstance(TestContext test) {
		meet(test);
	}

	/**
	 * After those that close contexts: since the instance was prepared there may be
	 * another one, with servers of its own.
	 */
	@Override
	public void beforeTestMethod(TestContext test) {
		meet(test);
	}

	private void meet(TestContext test) {
		servers(test.getApplicationContext())
			.forEach((server) -> this.healthy.computeIfAbsent(server, HealthyState::of));
	}

	@Override
	public void afterTestMethod(TestContext test) {
		ApplicationContext context = test.getApplicationContext();
		servers(context).forEach((server) -> {
			HealthyState state = this.healthy.get(server);
			if (state != null) {
				state.restore(server);
			}
		});
		context.getBeansOfType(RedisTier.class)
			.values()
			.forEach((tier) -> Awaitility.await()
				.atMost(PATIENCE)
				.ignoreExceptions()
				.until(() -> isReached(tier, context)));
	}

	private static Iterable<RedisServer> servers(ApplicationContext context) {
		return context.getBeansOfType(RedisServer.class).values();
	}

	/**
	 * What the circuit breakers have seen is forgotten: a server that was only paused has
	 * lost no connection whose return would tell them.
	 */
	private static boolean isReached(RedisTier tier, ApplicationContext context) {
		context.getBeansOfType(CacheTierCacheManager.class).values().forEach(CacheTierCacheManager::resetBreakers);
		context.getBeansOfType(StoreBreakers.class).values().forEach(StoreBreakers::reset);
		try (RedisConnection connection = tier.connectionFactory().getConnection()) {
			return connection.ping() != null;
		}
	}

}
