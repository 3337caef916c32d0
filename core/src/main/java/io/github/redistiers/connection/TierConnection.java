package io.github.redistiers.connection;

import java.util.List;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.lettuce.LettuceConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionProvider;

/**
 * A connection to one server, whose failures have the tier's names.
 */
class TierConnection extends LettuceConnection {

	private final NamedFailures failures;

	private @Nullable QueuedCommands queued;

	private boolean executing;

	TierConnection(@Nullable StatefulRedisConnection<byte[], byte[]> shared, LettuceConnectionProvider provider,
			long timeout, int database, NamedFailures failures) {
		super(shared, provider, timeout, database);
		this.failures = failures;
	}

	@Override
	protected DataAccessException convertLettuceAccessException(Exception cause) {
		DataAccessException named = this.executing ? this.failures.translateInBatch(cause)
				: this.failures.translate(cause);
		return (named != null) ? named : super.convertLettuceAccessException(cause);
	}

	@Override
	protected RedisClusterAsyncCommands<byte[], byte[]> getAsyncDedicatedConnection() {
		RedisClusterAsyncCommands<byte[], byte[]> commands = super.getAsyncDedicatedConnection();
		if (!isQueueing() || !(commands instanceof RedisAsyncCommands<byte[], byte[]> node)) {
			return commands;
		}
		QueuedCommands current = this.queued;
		if (current == null) {
			current = new QueuedCommands(node.getStatefulConnection());
			this.queued = current;
		}
		return current;
	}

	@Override
	public @Nullable List<@Nullable Object> exec() {
		this.executing = true;
		try {
			return super.exec();
		}
		catch (DataAccessException ex) {
			throw whyAborted(ex);
		}
		finally {
			this.executing = false;
			this.queued = null;
		}
	}

	@Override
	public void discard() {
		try {
			super.discard();
		}
		finally {
			this.queued = null;
		}
	}

	@Override
	protected StatefulConnection<byte[], byte[]> doGetAsyncDedicatedConnection() {
		return this.failures.connected(super::doGetAsyncDedicatedConnection);
	}

	@Override
	public List<@Nullable Object> closePipeline() {
		return this.failures.piped(super::closePipeline);
	}

	/**
	 * One command was not queued, so none was executed.
	 */
	private DataAccessException whyAborted(DataAccessException failure) {
		Throwable refusal = (this.queued != null) ? this.queued.refusal() : null;
		boolean aborted = String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure).getMessage())
			.startsWith("EXECABORT");
		DataAccessException named = (aborted && refusal instanceof Exception exception)
				? this.failures.translate(exception) : null;
		return (named != null) ? named : failure;
	}

}
