package io.github.redistiers.connection;

import java.util.function.Supplier;

import io.lettuce.core.RedisCommandTimeoutException;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.RedisPipelineException;

/**
 * What a tier's connections do with failures.
 */
final class NamedFailures {

	private final @Nullable FailureTranslation translation;

	private volatile Runnable timedOut = () -> {
	};

	NamedFailures(@Nullable FailureTranslation translation) {
		this.translation = translation;
	}

	void onTimeout(Runnable timedOut) {
		this.timedOut = timedOut;
	}

	@Nullable DataAccessException translate(Exception failure) {
		heed(failure);
		return (this.translation != null) ? this.translation.translate(failure) : null;
	}

	@Nullable DataAccessException translateInBatch(Exception failure) {
		heed(failure);
		return (this.translation != null) ? this.translation.translateInBatch(failure) : null;
	}

	private void heed(Exception failure) {
		if (failure instanceof RedisCommandTimeoutException
				|| failure.getCause() instanceof RedisCommandTimeoutException) {
			this.timedOut.run();
		}
	}

	/**
	 * Names why there is no connection.
	 */
	<T> T connected(Supplier<T> connection) {
		try {
			return connection.get();
		}
		catch (RedisConnectionFailureException ex) {
			DataAccessException named = translate(ex);
			throw (named != null) ? named : ex;
		}
	}

	/**
	 * Names why a pipeline failed. Spring Data tells only what failed first.
	 */
	<T> T piped(Supplier<T> pipeline) {
		try {
			return pipeline.get();
		}
		catch (RedisPipelineException ex) {
			DataAccessException named = (ex.getCause() instanceof Exception cause) ? translateInBatch(cause) : null;
			throw (named != null) ? new RedisPipelineException(named, ex.getPipelineResult()) : ex;
		}
	}

}
