package io.github.redistiers.cache;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Gives back the memory of caches that this process has cleared: SCAN through the keys,
 * on a cluster on one primary after the other, and UNLINK of those that belonged to the
 * ended generations.
 * <p>
 * In small steps, each followed by a pause of four times its length, so that it takes a
 * fifth of one server's time at most and less from one that is slow. It starts a moment
 * after a clear, so that one pass serves several clears and other processes have moved on
 * to the new generation. A failure ends the pass: what is left expires.
 */
final class MemoryReclaim implements AutoCloseable {

	/**
	 * After a clear; no process believes in an old generation for longer.
	 */
	static final Duration DELAY = Duration.ofNanos(Generation.BELIEVED);

	/**
	 * Half a millisecond of a server's time.
	 */
	private static final int KEYS_PER_SCAN = 500;

	/**
	 * Few, since large values take long to free.
	 */
	private static final int KEYS_PER_UNLINK = 100;

	private static final int PAUSE_PER_WORK = 4;

	private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(1);

	private static final Log logger = LogFactory.getLog(MemoryReclaim.class);

	private final Supplier<RedisClusterAsyncCommands<byte[], byte[]>> commands;

	private final Executor executor;

	private final Duration delay;

	private EndedGenerations ended = new EndedGenerations();

	private boolean underWay;

	private volatile boolean closed;

	/**
	 * A reclaim on one tier.
	 * @param commands the tier
	 * @param executor runs the steps
	 * @param delay how long after a clear a pass starts
	 */
	MemoryReclaim(Supplier<RedisClusterAsyncCommands<byte[], byte[]>> commands, Executor executor, Duration delay) {
		this.commands = commands;
		this.executor = executor;
		this.delay = delay;
	}

	/**
	 * A clear has ended a generation.
	 * @param cachePrefix what the cache's keys begin with before the generation's id
	 * @param id the generation's id
	 */
	synchronized void ended(byte[] cachePrefix, byte[] id) {
		if (this.closed) {
			return;
		}
		this.ended.add(cachePrefix, id);
		startIfIdle();
	}

	/**
	 * Ends it at once, wherever it is.
	 */
	@Override
	public void close() {
		this.closed = true;
	}

	private synchronized void startIfIdle() {
		if (!this.underWay && !this.ended.isEmpty()) {
			this.underWay = true;
			later(this::pass, this.delay.toNanos());
		}
	}

	private void pass() {
		EndedGenerations taken;
		synchronized (this) {
			taken = this.ended;
			this.ended = new EndedGenerations();
		}
		scan(taken, ScanArgs.Builder.limit(KEYS_PER_SCAN).match(taken.pattern()), ScanCursor.INITIAL);
	}

	private void scan(EndedGenerations taken, ScanArgs which, ScanCursor from) {
		long start = System.nanoTime();
		step(taken, which, from).whenComplete((cursor, failure) -> {
			if (failure != null) {
				logger.debug("Memory of a cleared cache is not reclaimed and left to expire", failure);
			}
			if (failure != null || cursor.isFinished()) {
				finished();
			}
			else {
				later(() -> scan(taken, which, cursor), pause(System.nanoTime() - start));
			}
		});
	}

	private CompletableFuture<KeyScanCursor<byte[]>> step(EndedGenerations taken, ScanArgs which, ScanCursor from) {
		try {
			RedisClusterAsyncCommands<byte[], byte[]> current = this.commands.get();
			return current.scan(from, which)
				.toCompletableFuture()
				.thenCompose((found) -> unlink(current, found.getKeys().stream().filter(taken::contains).toList())
					.thenApply((done) -> found));
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private CompletionStage<?> unlink(RedisClusterAsyncCommands<byte[], byte[]> current, List<byte[]> keys) {
		if (keys.isEmpty() || this.closed) {
			return CompletableFuture.completedFuture(null);
		}
		int size = Math.min(KEYS_PER_UNLINK, keys.size());
		return current.unlink(keys.subList(0, size).toArray(byte[][]::new))
			.thenCompose((done) -> unlink(current, keys.subList(size, keys.size())));
	}

	private synchronized void finished() {
		this.underWay = false;
		startIfIdle();
	}

	private void later(Runnable work, long nanos) {
		CompletableFuture.delayedExecutor(nanos, TimeUnit.NANOSECONDS, this::run).execute(work);
	}

	/**
	 * On a thread that belongs to everybody, which must not see the executor's shutdown.
	 */
	private void run(Runnable work) {
		if (!this.closed) {
			this.executor.execute(work);
		}
	}

	private static long pause(long worked) {
		return Math.max(SHORTEST_PAUSE, PAUSE_PER_WORK * worked);
	}

}
