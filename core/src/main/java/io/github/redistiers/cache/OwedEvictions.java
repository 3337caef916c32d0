package io.github.redistiers.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;

/**
 * Evictions that did not reach the server. Nothing of the cache is served by this process
 * before they have; of a cache that is spread over several nodes, other keys are. Every
 * call that is made meanwhile delivers them first, and so does this by itself.
 * <p>
 * Bounded: beyond {@value #BOUND} keys the whole cache is owed a new generation.
 */
class OwedEvictions {

	static final int BOUND = 1000;

	/**
	 * Between two attempts: each may be many commands to a server that is in trouble.
	 */
	private static final long PAUSE = Duration.ofMillis(50).toNanos();

	/**
	 * Between two attempts that no call has asked for.
	 */
	private static final long OWN_PAUSE = Duration.ofMillis(200).toNanos();

	private final CacheEntries entries;

	private final CacheCounts counts;

	private final Executor executor;

	/**
	 * The keys; which eviction of a key it is that is owed is told by an object.
	 */
	private final Map<String, Object> keys = new HashMap<>();

	private @Nullable Object all;

	private boolean settling;

	private boolean trying;

	private long pausedUntil = System.nanoTime();

	private volatile boolean owing;

	/**
	 * Evictions of one cache.
	 * @param entries the cache's
	 * @param counts count them
	 * @param executor begins attempts
	 */
	OwedEvictions(CacheEntries entries, CacheCounts counts, Executor executor) {
		this.entries = entries;
		this.counts = counts;
		this.executor = executor;
	}

	synchronized void owe(String key) {
		this.counts.owedEvictions.increment();
		if (this.all == null || this.settling) {
			this.keys.put(key, new Object());
		}
		if (this.keys.size() > BOUND) {
			rememberAll();
		}
		remember();
	}

	synchronized void oweAll() {
		this.counts.owedEvictions.increment();
		rememberAll();
		remember();
	}

	private void rememberAll() {
		this.keys.clear();
		this.all = new Object();
	}

	private void remember() {
		this.owing = true;
		if (!this.trying) {
			this.trying = true;
			tryLater();
		}
	}

	boolean isOwing() {
		return this.owing;
	}

	/**
	 * Whether an entry must be neither served nor written yet.
	 */
	boolean concerns(String key) {
		if (!this.owing) {
			return false;
		}
		synchronized (this) {
			return this.owing && (this.all != null || !this.entries.areSpread() || this.keys.containsKey(key));
		}
	}

	/**
	 * The same of the entry that a lease stands for.
	 */
	boolean concerns(Lease lease) {
		if (!this.owing) {
			return false;
		}
		synchronized (this) {
			return this.owing && (this.all != null || !this.entries.areSpread()
					|| this.keys.keySet().stream().anyMatch((key) -> endsWith(lease.entry(), key)));
		}
	}

	/**
	 * Delivers what is owed, unless another thread is at it or that has failed a moment
	 * ago.
	 */
	CompletableFuture<?> settle() {
		Map<String, Object> owedKeys;
		Object owedAll;
		synchronized (this) {
			if (!this.owing || this.settling || System.nanoTime() - this.pausedUntil < 0) {
				return CompletableFuture.completedFuture(null);
			}
			this.settling = true;
			owedKeys = new HashMap<>(this.keys);
			owedAll = this.all;
		}
		CompletableFuture<?> delivery = (owedAll != null) ? delivered(this.entries::clear)
				: delivered(() -> deliver(owedKeys));
		return delivery.handle((done, failure) -> {
			settled(owedAll, failure == null);
			return null;
		});
	}

	private CompletableFuture<?> deliver(Map<String, Object> owedKeys) {
		boolean spread = this.entries.areSpread();
		return CompletableFuture.allOf(owedKeys.entrySet().stream().map((owed) -> {
			// where there is one node only, what one cannot reach, nobody can
			CompletableFuture<?> eviction = spread ? delivered(() -> this.entries.evict(owed.getKey()))
					: this.entries.evict(owed.getKey());
			return eviction.thenAccept((done) -> settled(owed.getKey(), owed.getValue()));
		}).toArray(CompletableFuture<?>[]::new));
	}

	private static CompletableFuture<?> delivered(Delivery delivery) {
		try {
			return delivery.begin();
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	private synchronized void settled(String key, Object owed) {
		if (this.keys.remove(key, owed)) {
			this.counts.replayedEvictions.increment();
		}
	}

	private synchronized void settled(@Nullable Object owedAll, boolean delivered) {
		this.settling = false;
		if (!delivered) {
			this.pausedUntil = System.nanoTime() + PAUSE;
		}
		else if (owedAll != null && owedAll == this.all) {
			this.all = null;
			this.counts.replayedEvictions.increment();
		}
		this.owing = this.all != null || !this.keys.isEmpty();
	}

	private void tryLater() {
		CompletableFuture.delayedExecutor(OWN_PAUSE, TimeUnit.NANOSECONDS, this.executor).execute(this::tryAgain);
	}

	private void tryAgain() {
		settle().thenRun(() -> {
			synchronized (this) {
				this.trying = this.owing;
				if (this.owing) {
					tryLater();
				}
			}
		});
	}

	private static boolean endsWith(byte[] entry, String key) {
		byte[] end = (":" + key).getBytes(StandardCharsets.UTF_8);
		int from = entry.length - end.length;
		return from >= 0 && Arrays.equals(entry, from, entry.length, end, 0, end.length);
	}

	/**
	 * Begins to deliver.
	 */
	private interface Delivery {

		CompletableFuture<?> begin();

	}

	/**
	 * A write was not made, because evictions that are owed come first.
	 */
	static final class StillOwedException extends RuntimeException {

		private static final long serialVersionUID = 1L;

		StillOwedException() {
			super("Evictions are owed", null, false, false);
		}

	}

}
