package io.github.redistiers.connection;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulConnection;

import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionProvider;

/**
 * Says what kept the pool from handing out a connection: the server's absence, which the
 * pool buries in its own exceptions, or that all connections are in use.
 */
final class PooledConnectionProvider implements LettuceConnectionProvider, LettuceConnectionProvider.TargetAware {

	private final LettuceConnectionProvider pool;

	private final TierSettings settings;

	PooledConnectionProvider(LettuceConnectionProvider pool, TierSettings settings) {
		this.pool = pool;
		this.settings = settings;
	}

	@Override
	public <T extends StatefulConnection<?, ?>> T getConnection(Class<T> connectionType) {
		try {
			return this.pool.getConnection(connectionType);
		}
		catch (RedisConnectionFailureException ex) {
			throw named(ex);
		}
	}

	@Override
	public <T extends StatefulConnection<?, ?>> CompletionStage<T> getConnectionAsync(Class<T> connectionType) {
		return this.pool.getConnectionAsync(connectionType);
	}

	@Override
	public <T extends StatefulConnection<?, ?>> CompletionStage<T> getConnectionAsync(Class<T> connectionType,
			RedisURI redisUri) {
		return ((TargetAware) this.pool).getConnectionAsync(connectionType, redisUri);
	}

	@Override
	public void release(StatefulConnection<?, ?> connection) {
		this.pool.release(connection);
	}

	@Override
	public CompletableFuture<Void> releaseAsync(StatefulConnection<?, ?> connection) {
		return this.pool.releaseAsync(connection);
	}

	private RedisConnectionFailureException named(RedisConnectionFailureException failure) {
		for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
			if (cause instanceof RedisConnectionFailureException named) {
				return named;
			}
		}
		return new RedisConnectionFailureException("The pool of the " + this.settings
				+ " has no connection to spare: all are taken by blocking or transactional commands. Raise "
				+ this.settings.settingNames().poolSize() + " or use fewer of them at a time.", failure);
	}

}
