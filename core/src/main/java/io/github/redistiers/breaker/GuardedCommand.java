package io.github.redistiers.breaker;

import java.util.concurrent.atomic.LongAdder;

import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.output.CommandOutput;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.RedisCommand;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * A command whose end its node's circuit breaker hears of.
 *
 * @param <T> the type of its answer
 * @since 0.1.0
 */
public final class GuardedCommand<T> extends AsyncCommand<byte[], byte[], T> {

	private final NodeBreaker breaker;

	private final Runnable leave;

	private final @Nullable LongAdder bytesSent;

	private final long sentAt = System.nanoTime();

	private GuardedCommand(RedisCommand<byte[], byte[], T> command, NodeBreaker breaker, Runnable leave,
			@Nullable LongAdder bytesSent) {
		super(command);
		this.breaker = breaker;
		this.leave = leave;
		this.bytesSent = bytesSent;
	}

	/**
	 * Sends a command.
	 * @param <T> the type of its answer
	 * @param command the command
	 * @param connection where to send it
	 * @param breaker that of the node that it goes to
	 * @param leave called when that node seems to have gone without a word, or is a
	 * replica
	 * @return the command that was sent
	 * @throws BypassedException if the breaker is open
	 */
	public static <T> AsyncCommand<byte[], byte[], T> send(RedisCommand<byte[], byte[], T> command,
			StatefulConnection<byte[], byte[]> connection, NodeBreaker breaker, Runnable leave) {
		return send(command, connection, breaker, leave, null);
	}

	/**
	 * Sends a command, of which somebody counts how long it is.
	 * @param <T> the type of its answer
	 * @param command the command
	 * @param connection where to send it
	 * @param breaker that of the node that it goes to
	 * @param leave called when that node seems to have gone without a word, or is a
	 * replica
	 * @param bytesSent where its length is added when it is written to the connection, or
	 * {@code null}
	 * @return the command that was sent
	 * @throws BypassedException if the breaker is open
	 */
	public static <T> AsyncCommand<byte[], byte[], T> send(RedisCommand<byte[], byte[], T> command,
			StatefulConnection<byte[], byte[]> connection, NodeBreaker breaker, Runnable leave,
			@Nullable LongAdder bytesSent) {
		if (!breaker.permits()) {
			throw BypassedException.NOT_SENT;
		}
		GuardedCommand<T> guarded = new GuardedCommand<>(command, breaker, leave, bytesSent);
		try {
			return (connection.dispatch(guarded) instanceof AsyncCommand<byte[], byte[], T> dispatched) ? dispatched
					: guarded;
		}
		catch (RuntimeException ex) {
			guarded.completeExceptionally(ex);
			return guarded;
		}
	}

	/**
	 * Has the breaker hear that a command could not be sent.
	 * @param <T> the type of its answer
	 * @param command the command
	 * @param breaker that of the node that it was for
	 * @param failure why it was not sent
	 * @return the command, which has failed
	 * @throws BypassedException if the breaker is open
	 */
	public static <T> AsyncCommand<byte[], byte[], T> refuse(RedisCommand<byte[], byte[], T> command,
			NodeBreaker breaker, Throwable failure) {
		if (!breaker.permits()) {
			throw BypassedException.NOT_SENT;
		}
		GuardedCommand<T> refused = new GuardedCommand<>(command, breaker, () -> {
		}, null);
		refused.completeExceptionally(failure);
		return refused;
	}

	@Override
	public void encode(ByteBuf buffer) {
		int before = buffer.writerIndex();
		super.encode(buffer);
		if (this.bytesSent != null) {
			this.bytesSent.add(buffer.writerIndex() - before);
		}
	}

	@Override
	protected void completeResult() {
		CommandOutput<byte[], byte[], T> output = getOutput();
		String error = (output != null && output.hasError()) ? output.getError() : null;
		if (error != null && this.breaker.isOutage(error)) {
			failed(new RedisCommandExecutionException(error));
		}
		else {
			this.breaker.answered(this.sentAt);
		}
		if (error != null && this.breaker.leavesReplica(error)) {
			this.leave.run();
		}
		super.completeResult();
	}

	@Override
	public boolean completeExceptionally(Throwable failure) {
		boolean completed = super.completeExceptionally(failure);
		if (completed) {
			if (this.breaker.isOutage(failure)) {
				failed(failure);
			}
			else {
				this.breaker.answered(this.sentAt);
			}
		}
		return completed;
	}

	@Override
	public boolean cancel(boolean mayInterruptIfRunning) {
		boolean ends = !isDone();
		boolean cancelled = super.cancel(mayInterruptIfRunning);
		if (ends && cancelled) {
			this.breaker.abandoned();
		}
		return cancelled;
	}

	private void failed(Throwable failure) {
		if (this.breaker.failed(this.sentAt, failure)) {
			this.leave.run();
		}
	}

}
