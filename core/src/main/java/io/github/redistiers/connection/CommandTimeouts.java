package io.github.redistiers.connection;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.TimeoutOptions.TimeoutSource;
import io.lettuce.core.protocol.RedisCommand;
import org.jspecify.annotations.Nullable;

/**
 * Gives each command the tier's time limit, and a blocking command the time that it asked
 * the server to block on top.
 */
final class CommandTimeouts extends TimeoutSource {

	private static final long NEVER = 0;

	private volatile long limitMillis;

	CommandTimeouts(Duration limit) {
		this.limitMillis = limit.toMillis();
	}

	void limit(Duration limit) {
		this.limitMillis = limit.toMillis();
	}

	@Override
	public long getTimeout(@Nullable RedisCommand<?, ?, ?> command) {
		long limit = this.limitMillis;
		BlockingCommand blocking = (command != null) ? BlockingCommand.of(command.getType()) : null;
		if (blocking == null || command == null || limit <= 0) {
			return limit;
		}
		long block = blocking.blockMillis(command.getArgs());
		if (block == BlockingCommand.FOR_EVER) {
			return NEVER;
		}
		return Math.addExact(limit, Math.min(block, Long.MAX_VALUE / 2));
	}

	@Override
	public TimeUnit getTimeUnit() {
		return TimeUnit.MILLISECONDS;
	}

}
