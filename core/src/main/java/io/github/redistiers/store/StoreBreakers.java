package io.github.redistiers.store;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.function.Predicate;

import io.github.redistiers.breaker.CircuitBreakerSettings;
import io.github.redistiers.breaker.GuardedNodeCommands;
import io.github.redistiers.breaker.NodeBreaker;
import io.github.redistiers.breaker.NodeBreakers;
import io.github.redistiers.connection.SharedCommands;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breakers of the store's nodes. While a node hangs, calls fail at once with
 * {@link StoreUnavailableException} instead of holding a thread each for the time limit.
 * A node that answers, if only to refuse, does not hang: its refusals keep their names.
 *
 * @since 0.1.0
 */
public final class StoreBreakers implements SharedCommands {

	private static final Predicate<String> NEVER_TROUBLED = (words) -> false;

	private final @Nullable CircuitBreakerSettings settings;

	private final @Nullable CircuitBreakerRegistry registry;

	private volatile @Nullable NodeBreakers breakers;

	private volatile Runnable failed = () -> {
	};

	/**
	 * Breakers.
	 * @param settings when they open; where no duration of slow calls is set, none is
	 * slow that is answered in time. {@code null} for breakers that never open
	 * @param registry the application's own, or {@code null}
	 */
	public StoreBreakers(@Nullable CircuitBreakerSettings settings, @Nullable CircuitBreakerRegistry registry) {
		this.settings = settings;
		this.registry = registry;
	}

	/**
	 * Has somebody hear of the first call that fails after others were answered: its
	 * server may hang, or another have taken its place.
	 * @param failed called on a thread on which nothing may block
	 */
	public void onFirstFailure(Runnable failed) {
		this.failed = failed;
	}

	@Override
	public RedisAsyncCommands<byte[], byte[]> of(StatefulRedisConnection<byte[], byte[]> connection) {
		NodeBreaker breaker = breakers(connection).single();
		connection.addListener(new RedisConnectionStateListener() {

			@Override
			public void onRedisConnected(RedisChannelHandler<?, ?> reconnected, SocketAddress address) {
				breaker.reconnected();
			}

		});
		return new GuardedNodeCommands(connection, breaker);
	}

	@Override
	public RedisAdvancedClusterAsyncCommands<byte[], byte[]> of(
			StatefulRedisClusterConnection<byte[], byte[]> connection) {
		return new StoreClusterCommands(connection, breakers(connection));
	}

	/**
	 * How many are open, so that their nodes are not asked.
	 * @return the number
	 */
	public int open() {
		NodeBreakers made = this.breakers;
		return (made != null) ? made.open() : 0;
	}

	/**
	 * Closes them, as after a test that has put the servers right: nothing of what they
	 * have seen counts any more.
	 */
	public void reset() {
		NodeBreakers made = this.breakers;
		if (made != null) {
			made.reset();
		}
	}

	/**
	 * Made for the first connection, which knows the tier's time limit.
	 */
	private synchronized NodeBreakers breakers(StatefulConnection<?, ?> connection) {
		NodeBreakers made = this.breakers;
		if (made == null) {
			made = (this.settings != null) ? breakers(this.settings, connection.getTimeout())
					: NodeBreakers.disabled(NodeBreakers.STORE, NEVER_TROUBLED, () -> {
					});
			made.onFirstFailure(() -> this.failed.run());
			this.breakers = made;
		}
		return made;
	}

	private NodeBreakers breakers(CircuitBreakerSettings settings, Duration timeout) {
		CircuitBreakerSettings effective = (settings.slowCallDurationThreshold() != null) ? settings
				: new CircuitBreakerSettings(settings.failureRateThreshold(), settings.slidingWindowSize(), timeout,
						settings.waitDurationInOpenState());
		return new NodeBreakers(NodeBreakers.STORE, this.registry, effective.config(timeout), NEVER_TROUBLED, () -> {
		});
	}

}
