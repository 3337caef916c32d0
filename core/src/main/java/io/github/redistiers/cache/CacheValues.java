package io.github.redistiers.cache;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.redistiers.breaker.BypassedException;
import io.github.redistiers.codec.JsonCodec;
import io.github.redistiers.codec.UnreadableValueException;
import org.jspecify.annotations.Nullable;

/**
 * One cache's values, failing open: when Redis is slow or gone a read is a miss, a write
 * is dropped, and an eviction is owed.
 */
class CacheValues implements CacheActivity {

	private final CacheEntries entries;

	private final OwedEvictions owed;

	private final CacheWords words;

	private final Supplier<Patience> patience;

	private final Executor executor;

	private final CacheCounts counts = new CacheCounts();

	private final CacheOutage outage;

	CacheValues(String name, CacheEntries entries, Supplier<JsonCodec> codec, boolean cacheNullValues,
			Supplier<Patience> patience, Executor executor) {
		this.entries = entries;
		this.owed = new OwedEvictions(entries, this.counts, executor);
		this.patience = patience;
		this.executor = executor;
		this.outage = new CacheOutage(name, this.counts);
		this.words = new CacheWords(codec, cacheNullValues, this.outage);
	}

	@Override
	public CacheStatistics getStatistics() {
		return this.counts.snapshot(this.entries.timeToLive());
	}

	/**
	 * Whether there are evictions that did not reach the server.
	 */
	boolean isOwing() {
		return this.owed.isOwing();
	}

	/**
	 * Somebody else was loading already what had been missed.
	 */
	void loadWasSaved() {
		this.counts.savedLoads.increment();
	}

	/**
	 * The waits of one call, all together.
	 */
	Patience patience() {
		return this.patience.get();
	}

	/**
	 * Reads a value.
	 */
	Lookup get(String key, Patience patience) {
		return counted(read(key, () -> this.owed.isOwing() ? patience.await(served(key, () -> this.entries.get(key)))
				: this.entries.get(key, patience), patience));
	}

	/**
	 * Reads a value, without blocking, nor any work on Redis's threads.
	 */
	CompletableFuture<Lookup> retrieve(String key, Patience patience) {
		return readAsync(key, () -> this.entries.get(key), patience).thenApply(this::counted);
	}

	/**
	 * Reads a value and takes the lease of loading it if there is none.
	 */
	Lookup lease(String key, Patience patience) {
		Callable<Found> leasing = () -> patience.await(served(key, () -> this.entries.lease(key)));
		Lookup lookup = read(key, leasing, patience);
		return (lookup == Lookup.UNREADABLE) ? read(key, leasing, patience) : lookup;
	}

	CompletableFuture<Lookup> leaseAsync(String key, Patience patience) {
		return readAsync(key, () -> this.entries.lease(key), patience).thenCompose(
				(lookup) -> (lookup == Lookup.UNREADABLE) ? readAsync(key, () -> this.entries.lease(key), patience)
						: CompletableFuture.completedFuture(lookup));
	}

	/**
	 * Keeps what was loaded under a lease, unless the lease is gone by now.
	 */
	void fill(Lookup miss, @Nullable Object value, Patience patience) {
		Lease lease = fillable(miss);
		if (lease == null) {
			return;
		}
		byte[] bytes = this.words.encoded(value);
		try {
			wasFilled(bytes, patience.await(filling(lease, bytes)));
		}
		catch (Exception ex) {
			wasNotFilled(ex);
		}
	}

	/**
	 * The same without blocking, nor what follows it on Redis's threads; never completes
	 * with a failure.
	 */
	CompletableFuture<?> fillAsync(Lookup miss, @Nullable Object value, Patience patience) {
		Lease lease = fillable(miss);
		if (lease == null) {
			return CompletableFuture.completedFuture(null);
		}
		byte[] bytes = this.words.encoded(value);
		CompletableFuture<?> noted = patience.limit(guarded(() -> filling(lease, bytes)))
			.handleAsync((kept, failure) -> {
				if (failure != null) {
					wasNotFilled(failure);
				}
				else {
					wasFilled(bytes, kept);
				}
				return null;
			}, this.executor);
		// the executor may have been shut down meanwhile
		return noted.handle((nothing, failure) -> null);
	}

	private @Nullable Lease fillable(Lookup miss) {
		Lease lease = miss.lease();
		if (lease == null || this.owed.concerns(lease)) {
			this.counts.droppedPuts.increment();
			return null;
		}
		return lease;
	}

	private CompletableFuture<Boolean> filling(Lease lease, byte @Nullable [] bytes) {
		return (bytes != null) ? this.entries.fill(lease, bytes) : this.entries.release(lease);
	}

	/**
	 * Gives a lease back without waiting; one that is not given back ends by itself.
	 */
	void release(Lease lease) {
		guarded(() -> this.entries.release(lease));
	}

	void put(String key, @Nullable Object value) {
		if (this.entries.areBypassed()) {
			evictInsteadOfPut(key);
			return;
		}
		byte[] bytes = this.words.encoded(value);
		if (bytes == null) {
			evict(key);
			return;
		}
		try {
			put(key, bytes, patience());
			wasPut();
		}
		catch (Exception ex) {
			wasNotPut(key, ex);
		}
	}

	/**
	 * What is there is out of date from now on.
	 */
	private void evictInsteadOfPut(String key) {
		this.counts.droppedPuts.increment();
		this.counts.bypassed.increment();
		evict(key);
	}

	private void put(String key, byte[] bytes, Patience patience)
			throws ExecutionException, TimeoutException, InterruptedException {
		if (this.owed.isOwing()) {
			patience.await(writable(key, () -> this.entries.put(key, bytes)));
		}
		else {
			this.entries.put(key, bytes, patience);
		}
	}

	@Nullable Object putIfAbsent(String key, @Nullable Object value) {
		if (this.entries.areBypassed()) {
			evictInsteadOfPut(key);
			return null;
		}
		byte[] bytes = this.words.encoded(value);
		if (bytes == null) {
			return get(key, patience()).stored();
		}
		try {
			byte[] present = patience().await(writable(key, () -> this.entries.putIfAbsent(key, bytes)));
			if (present == null) {
				wasPut();
				return null;
			}
			Lookup lookup = this.words.decoded(new Found(present, null));
			if (lookup == Lookup.UNREADABLE) {
				put(key, value);
			}
			return lookup.stored();
		}
		catch (Exception ex) {
			wasNotPut(key, ex);
			return null;
		}
	}

	void evict(String key) {
		evict(key, this.entries::evict);
	}

	/**
	 * Evicts a value.
	 * @return whether there was one; not if that is unknown
	 */
	boolean evictIfPresent(String key) {
		return Boolean.TRUE.equals(evict(key, this.entries::evictIfPresent));
	}

	void clear() {
		try {
			patience().await(this.entries.clear());
		}
		catch (Exception ex) {
			this.owed.oweAll();
			this.outage.failed("A clear is owed and nothing is served", ex);
		}
	}

	private <T> @Nullable T evict(String key, Function<String, CompletableFuture<T>> eviction) {
		this.counts.evictions.increment();
		try {
			return patience().await(eviction.apply(key));
		}
		catch (Exception ex) {
			this.owed.owe(key);
			this.outage.failed("Evictions are owed and nothing is served", ex);
			return null;
		}
	}

	private Lookup read(String key, Callable<Found> reading, Patience patience) {
		if (this.entries.areBypassed()) {
			return missed(BypassedException.NOT_SENT);
		}
		Lookup lookup;
		try {
			lookup = this.words.decoded(reading.call());
			worked();
		}
		catch (Exception ex) {
			lookup = missed(ex);
		}
		if (lookup == Lookup.UNREADABLE) {
			removeUnreadable(key, patience);
		}
		return lookup;
	}

	private CompletableFuture<Lookup> readAsync(String key, Supplier<CompletableFuture<Found>> read,
			Patience patience) {
		if (this.entries.areBypassed()) {
			return CompletableFuture.completedFuture(missed(BypassedException.NOT_SENT));
		}
		CompletableFuture<Found> reading = guarded(() -> served(key, read));
		if (reading.isCompletedExceptionally()) {
			// nothing to read, so nothing that needs a thread
			return reading.handle((found, failure) -> missed(failure));
		}
		return patience.limit(reading).handleAsync((found, failure) -> {
			if (failure != null) {
				return missed(failure);
			}
			worked();
			return this.words.decoded(found);
		}, this.executor).thenCompose((lookup) -> {
			if (lookup != Lookup.UNREADABLE) {
				return CompletableFuture.completedFuture(lookup);
			}
			return patience.limit(guarded(() -> this.entries.evict(key)))
				.handleAsync((done, failure) -> lookup, this.executor);
		});
	}

	private Lookup missed(Throwable failure) {
		if (CacheFailure.isWrongType(failure)) {
			this.outage.isUnreadable(new UnreadableValueException("The key holds no string", null));
			return Lookup.UNREADABLE;
		}
		this.outage.failed("Reads miss", failure);
		return Lookup.UNREACHED;
	}

	private void removeUnreadable(String key, Patience patience) {
		try {
			patience.await(this.entries.evict(key));
		}
		catch (Exception ex) {
			this.outage.failed("Reads miss", ex);
		}
	}

	private Lookup counted(Lookup lookup) {
		(lookup.isHit() ? this.counts.hits : this.counts.misses).increment();
		return lookup;
	}

	private void wasFilled(byte @Nullable [] bytes, boolean kept) {
		if (bytes != null && kept) {
			wasPut();
		}
		else {
			worked();
		}
	}

	private void wasNotFilled(Throwable failure) {
		this.counts.droppedPuts.increment();
		this.outage.failed("Writes are dropped", failure);
	}

	private void wasPut() {
		this.counts.puts.increment();
		this.outage.hasSpace();
		worked();
	}

	/**
	 * What is owed is an outage still: a call that was not made says nothing of the
	 * server.
	 */
	private void worked() {
		if (!this.owed.isOwing()) {
			this.outage.isOver();
		}
	}

	/**
	 * What was there before may be out of date. A value that may be under way still could
	 * arrive after any eviction of its key, over a connection that was given up: then
	 * only another generation is safe from it.
	 */
	private void wasNotPut(String key, Throwable failure) {
		this.counts.droppedPuts.increment();
		if (CacheFailure.mayHaveHappened(failure)) {
			this.owed.oweAll();
		}
		else {
			this.owed.owe(key);
		}
		this.outage.failed("Writes are dropped", failure);
		if (CacheFailure.isFull(failure)) {
			deliverOwed();
		}
	}

	/**
	 * A full server evicts, so nobody has to see what could not be overwritten.
	 */
	private void deliverOwed() {
		try {
			patience().await(this.owed.settle());
		}
		catch (Exception ex) {
			this.outage.failed("Evictions are owed and nothing is served", ex);
		}
	}

	private CompletableFuture<Found> served(String key, Supplier<CompletableFuture<Found>> read) {
		if (!this.owed.isOwing()) {
			return read.get();
		}
		return this.owed.settle()
			.thenCompose(
					(done) -> this.owed.concerns(key) ? CompletableFuture.completedFuture(Found.NOTHING) : read.get());
	}

	private <T extends @Nullable Object> CompletableFuture<T> writable(String key,
			Supplier<CompletableFuture<T>> write) {
		if (!this.owed.isOwing()) {
			return write.get();
		}
		return this.owed.settle()
			.thenCompose((done) -> this.owed.concerns(key)
					? CompletableFuture.failedFuture(new OwedEvictions.StillOwedException()) : write.get());
	}

	private static <T extends @Nullable Object> CompletableFuture<T> guarded(Supplier<CompletableFuture<T>> call) {
		try {
			return call.get();
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

}
