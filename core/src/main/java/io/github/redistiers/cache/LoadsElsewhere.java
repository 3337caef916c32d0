package io.github.redistiers.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Waits for what another process is loading, instead of loading it too. That it does is
 * known by its lease in the entry's place; a look at the entry takes the lease if it is
 * gone, so who waits learns in one trip that the value is there, or that it is its turn.
 */
final class LoadsElsewhere {

	private static final long SHORTEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(5);

	private static final long LONGEST_PAUSE = TimeUnit.MILLISECONDS.toNanos(50);

	/**
	 * A value is seen after a tenth more than it took, at the latest.
	 */
	private static final int PAUSES_PER_WAIT = 10;

	private final CacheValues values;

	private final long bound;

	private final Executor executor;

	/**
	 * Loads of one cache.
	 * @param values the cache's values
	 * @param bound how long to wait at most; zero for not at all
	 * @param executor looks at entries
	 */
	LoadsElsewhere(CacheValues values, Duration bound, Executor executor) {
		this.values = values;
		this.bound = bound.toNanos();
		this.executor = executor;
	}

	/**
	 * Waits while another process is loading.
	 * @param key the key
	 * @param found what was found in its place
	 * @return the value; or a miss with the lease to load under, which may still be the
	 * other's
	 */
	Lookup await(String key, Lookup found) {
		try {
			return awaitAsync(key, found).get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return found;
		}
		catch (ExecutionException ex) {
			return found;
		}
	}

	CompletableFuture<Lookup> awaitAsync(String key, Lookup found) {
		if (this.bound == 0 || !isElsewhere(found)) {
			return CompletableFuture.completedFuture(found);
		}
		Wait wait = new Wait(key);
		// beyond the bound only if the executor was shut down meanwhile
		wait.completeOnTimeout(found, 2 * this.bound, TimeUnit.NANOSECONDS);
		lookLater(wait, found);
		return wait;
	}

	/**
	 * What was to be loaded under a lease is not to be had: the next who waits may load.
	 */
	void giveUp(Lookup miss) {
		Lease lease = miss.lease();
		if (this.bound > 0 && lease != null && lease.taken()) {
			this.values.release(lease);
		}
	}

	private void lookLater(Wait wait, Lookup seen) {
		long waited = wait.nanos();
		if (waited >= this.bound) {
			wait.complete(seen);
			return;
		}
		long pause = Math.min(Math.max(waited / PAUSES_PER_WAIT, SHORTEST_PAUSE), LONGEST_PAUSE);
		CompletableFuture.delayedExecutor(Math.min(pause, this.bound - waited), TimeUnit.NANOSECONDS, this.executor)
			.execute(() -> look(wait));
	}

	private void look(Wait wait) {
		this.values.leaseAsync(wait.key, this.values.patience()).thenAccept((lookup) -> {
			if (isElsewhere(lookup)) {
				lookLater(wait, lookup);
				return;
			}
			if (lookup.isHit()) {
				this.values.loadWasSaved();
			}
			if (!wait.complete(lookup)) {
				giveUp(lookup);
			}
		});
	}

	private static boolean isElsewhere(Lookup lookup) {
		Lease lease = lookup.lease();
		return lease != null && !lease.taken();
	}

	private static final class Wait extends CompletableFuture<Lookup> {

		private final String key;

		private final long start = System.nanoTime();

		private Wait(String key) {
			this.key = key;
		}

		private long nanos() {
			return System.nanoTime() - this.start;
		}

	}

}
