package io.github.redistiers.connection;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;

import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionProvider;

/**
 * Opens the connections that are not shared: for blocking and transactional commands and
 * for subscriptions. It asks the shared link first, so that nobody spends a time limit on
 * a server that is known to be away.
 */
final class TierConnectionProvider implements LettuceConnectionProvider, LettuceConnectionProvider.TargetAware {

	/**
	 * How often a connection is tried whose failure Lettuce has no reason for. A server
	 * that refuses a password faster than Lettuce's bookkeeping leads to that now and
	 * then; a server that hangs up whatever it is told does so again. Not behind the time
	 * limit: a server may also take its time to hang up.
	 */
	private static final int ATTEMPTS = 3;

	private final LettuceConnectionProvider delegate;

	private final TierSettings settings;

	private final Gate gate;

	private final Duration commandTimeout;

	TierConnectionProvider(LettuceConnectionProvider delegate, TierSettings settings, Duration commandTimeout,
			Gate gate) {
		this.delegate = delegate;
		this.settings = settings;
		this.commandTimeout = commandTimeout;
		this.gate = gate;
	}

	@Override
	public <T extends StatefulConnection<?, ?>> T getConnection(Class<T> connectionType) {
		if (!StatefulRedisSentinelConnection.class.isAssignableFrom(connectionType)) {
			this.gate.pass(true);
		}
		return open(connectionType);
	}

	/**
	 * Opens a connection without asking the shared link: it is the shared link that asks.
	 */
	<T extends StatefulConnection<?, ?>> T open(Class<T> connectionType) {
		long began = System.nanoTime();
		for (int attempt = 1;; attempt++) {
			try {
				T connection = this.delegate.getConnection(connectionType);
				connection.setTimeout(this.commandTimeout);
				return connection;
			}
			catch (RedisConnectionFailureException ex) {
				throw ex;
			}
			catch (RuntimeException ex) {
				boolean isInTime = System.nanoTime() - began < this.settings.connectTimeout().toNanos();
				if (attempt == ATTEMPTS || !isInTime || !ConnectFailure.losesReason(ex)) {
					throw ConnectFailure.of(ex, this.settings).toException();
				}
			}
		}
	}

	@Override
	public <T extends StatefulConnection<?, ?>> CompletionStage<T> getConnectionAsync(Class<T> connectionType) {
		try {
			this.gate.pass(false);
			return limited(this.delegate.getConnectionAsync(connectionType));
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public <T extends StatefulConnection<?, ?>> CompletionStage<T> getConnectionAsync(Class<T> connectionType,
			RedisURI redisUri) {
		if (this.delegate instanceof TargetAware targetAware) {
			return limited(targetAware.getConnectionAsync(connectionType, redisUri));
		}
		return CompletableFuture
			.failedFuture(new UnsupportedOperationException("The " + this.settings + " has no single target"));
	}

	@Override
	public void release(StatefulConnection<?, ?> connection) {
		this.delegate.release(connection);
	}

	@Override
	public CompletableFuture<Void> releaseAsync(StatefulConnection<?, ?> connection) {
		return this.delegate.releaseAsync(connection);
	}

	private <T extends StatefulConnection<?, ?>> CompletionStage<T> limited(CompletionStage<T> connecting) {
		return connecting.handle((connection, failure) -> {
			if (failure != null) {
				throw ConnectFailure.of(failure, this.settings).toException();
			}
			connection.setTimeout(this.commandTimeout);
			return connection;
		});
	}

	/**
	 * Decides whether a connection may be tried at all.
	 */
	@FunctionalInterface
	interface Gate {

		/**
		 * Returns if the server is there.
		 * @param mayWait whether the caller may wait for it
		 * @throws RedisConnectionFailureException if it is not there
		 */
		void pass(boolean mayWait);

	}

}
