package io.github.redistiers.test;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.devservices.HealthyState;
import io.github.redistiers.devservices.RedisServer;
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
			.forEach((tier) -> Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> isReached(tier)));
	}

	private static Iterable<RedisServer> servers(ApplicationContext context) {
		return context.getBeansOfType(RedisServer.class).values();
	}

	private static boolean isReached(RedisTier tier) {
		try (RedisConnection connection = tier.connectionFactory().getConnection()) {
			return connection.ping() != null;
		}
	}

}
