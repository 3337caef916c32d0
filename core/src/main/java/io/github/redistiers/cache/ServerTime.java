package io.github.redistiers.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

/**
 * The server's clock, as nearly as this process knows it: what processes write down must
 * not depend on their own clocks, nor may an entry expire at a time that only theirs
 * tells.
 */
final class ServerTime implements LongSupplier {

	private static final long ASKED_EVERY = Duration.ofMinutes(1).toNanos();

	private final LongSupplier own;

	private final AtomicBoolean asking = new AtomicBoolean();

	private volatile long ahead;

	private volatile boolean known;

	private volatile long askAgainAt;

	/**
	 * The clock of a server.
	 * @param own this process's clock, in milliseconds since 1970
	 */
	ServerTime(LongSupplier own) {
		this.own = own;
	}

	/**
	 * The time in milliseconds since 1970; by this process's clock until the server has
	 * told.
	 */
	@Override
	public long getAsLong() {
		return this.own.getAsLong() + this.ahead;
	}

	/**
	 * Whether the server has told its time. If that was long ago, it is asked again:
	 * TIME.
	 */
	boolean isKnown(RedisClusterAsyncCommands<byte[], byte[]> commands) {
		boolean due = !this.known || System.nanoTime() - this.askAgainAt >= 0;
		if (due && this.asking.compareAndSet(false, true)) {
			ask(commands);
		}
		return this.known;
	}

	private void ask(RedisClusterAsyncCommands<byte[], byte[]> commands) {
		long sent = this.own.getAsLong();
		time(commands).whenComplete((reply, failure) -> {
			if (failure == null) {
				this.ahead = millis(reply) - (sent + this.own.getAsLong()) / 2;
				this.known = true;
				this.askAgainAt = System.nanoTime() + ASKED_EVERY;
			}
			this.asking.set(false);
		});
	}

	private static CompletionStage<List<byte[]>> time(RedisClusterAsyncCommands<byte[], byte[]> commands) {
		try {
			return commands.time();
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedStage(ex);
		}
	}

	private static long millis(List<byte[]> secondsAndMicros) {
		return number(secondsAndMicros.get(0)) * 1000 + number(secondsAndMicros.get(1)) / 1000;
	}

	private static long number(byte[] text) {
		return Long.parseLong(new String(text, StandardCharsets.US_ASCII));
	}

}
