package io.github.redistiers.cache;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

import io.github.redistiers.cache.Flights.Flight;
import org.jspecify.annotations.Nullable;

import org.springframework.cache.support.AbstractValueAdaptingCache;
import org.springframework.cache.support.SimpleValueWrapper;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * A cache on the cache tier, in Spring's words: {@link CacheValues} does the reading and
 * writing and never throws for Redis; this adds the loading, once per key at a time, and
 * the transactions.
 */
class CacheTierCache extends AbstractValueAdaptingCache {

	private final String name;

	private final CacheValues values;

	private final LoadsElsewhere elsewhere;

	private final LoadLimit loads;

	private final boolean transactionAware;

	private final Flights flights = new Flights();

	CacheTierCache(String name, CacheValues values, LoadsElsewhere elsewhere, LoadLimit loads,
			boolean transactionAware) {
		super(true);
		this.name = name;
		this.values = values;
		this.elsewhere = elsewhere;
		this.loads = loads;
		this.transactionAware = transactionAware;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public CacheActivity getNativeCache() {
		return this.values;
	}

	/**
	 * The waits of one call, or of one invocation of a cached method, all together.
	 */
	Patience patience() {
		return this.values.patience();
	}

	/**
	 * Looks a key up and, after a miss, takes the lease of filling it.
	 */
	Lookup lookupForFill(String key, Patience patience) {
		if (isBypassed(key)) {
			return Lookup.MISS;
		}
		Lookup lookup = this.values.get(key, patience);
		return lookup.isToBeLeased() ? this.values.lease(key, patience) : lookup;
	}

	/**
	 * The same without blocking. What comes of it may be stored on any thread, where the
	 * caller's transaction is not known; so inside one that writes, or reads a snapshot,
	 * there is no lease.
	 */
	CompletableFuture<Lookup> lookupForFillAsync(String key, Patience patience) {
		if (isBypassed(key)) {
			return CompletableFuture.completedFuture(Lookup.MISS);
		}
		if (isWriting() || readsSnapshot()) {
			return this.values.retrieve(key, patience).thenApply((lookup) -> lookup.isHit() ? lookup : Lookup.MISS);
		}
		return this.values.retrieve(key, patience)
			.thenCompose((lookup) -> lookup.isToBeLeased() ? this.values.leaseAsync(key, patience)
					: CompletableFuture.completedFuture(lookup));
	}

	/**
	 * Keeps what was loaded after a miss. Inside a transaction that writes it may be what
	 * nobody else sees yet, so that waits for the commit; and one that reads a snapshot
	 * may have loaded what is older than the lease.
	 */
	void fill(Lookup miss, @Nullable Object value, Patience patience) {
		if (miss == Lookup.MISS || readsSnapshot()) {
			this.elsewhere.giveUp(miss);
			return;
		}
		if (isWriting()) {
			CacheTransaction.required(this)
				.later(() -> this.values.fill(miss, value, patience), () -> this.elsewhere.giveUp(miss));
		}
		else {
			this.values.fill(miss, value, patience);
		}
	}

	CompletableFuture<?> fillAsync(Lookup miss, @Nullable Object value, Patience patience) {
		return this.values.fillAsync(miss, value, patience);
	}

	@Override
	public @Nullable Object fromStoreValue(@Nullable Object storeValue) {
		return super.fromStoreValue(storeValue);
	}

	@Override
	protected @Nullable Object lookup(Object key) {
		String text = CacheKeyText.of(key);
		return isBypassed(text) ? null : this.values.get(text, patience()).stored();
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> @Nullable T get(Object key, Callable<T> loader) {
		String text = CacheKeyText.of(key);
		try {
			if (isBypassed(text)) {
				return loader.call();
			}
			Patience patience = patience();
			Lookup lookup = this.values.get(text, patience);
			if (lookup.isHit()) {
				return (T) fromStoreValue(lookup.stored());
			}
			if (isWriting() || readsSnapshot()) {
				// what it loads is nobody else's, and it may hold leases and connections
				// until it commits
				return (T) found(leased(text, lookup, patience), loader, patience);
			}
			Flight flight = new Flight(Thread.currentThread());
			Flight other = this.flights.start(text, flight);
			if (other == null) {
				return (T) load(text, lookup, loader, flight, patience);
			}
			if (other.isOwn() || this.loads.isLoading()) {
				// the other may wait for the place that this one has
				return this.loads.call(loader);
			}
			this.values.loadWasSaved();
			return (T) other.join();
		}
		catch (CompletionException ex) {
			throw new ValueRetrievalException(key, loader, (ex.getCause() != null) ? ex.getCause() : ex);
		}
		catch (Exception ex) {
			throw new ValueRetrievalException(key, loader, ex);
		}
	}

	private @Nullable Object load(String key, Lookup miss, Callable<?> loader, Flight flight, Patience patience)
			throws Exception {
		try {
			Lookup lookup = this.elsewhere.await(key, leased(key, miss, patience));
			Object value = found(lookup, () -> this.loads.call(loader), patience);
			this.flights.land(key, flight);
			flight.complete(value);
			return value;
		}
		catch (Throwable ex) {
			this.flights.land(key, flight);
			flight.completeExceptionally(ex);
			throw ex;
		}
	}

	/**
	 * Also finds what was filled since the miss, here or elsewhere.
	 */
	private Lookup leased(String key, Lookup miss, Patience patience) {
		return (miss == Lookup.UNREACHED) ? miss : this.values.lease(key, patience);
	}

	private @Nullable Object found(Lookup lookup, Callable<?> loader, Patience patience) throws Exception {
		return lookup.isHit() ? fromStoreValue(lookup.stored()) : loaded(lookup, loader, patience);
	}

	private @Nullable Object loaded(Lookup miss, Callable<?> loader, Patience patience) throws Exception {
		try {
			Object value = loader.call();
			fill(miss, value, patience);
			return value;
		}
		catch (Throwable ex) {
			this.elsewhere.giveUp(miss);
			throw ex;
		}
	}

	@Override
	public CompletableFuture<?> retrieve(Object key) {
		String text = CacheKeyText.of(key);
		if (isBypassed(text)) {
			return CompletableFuture.completedFuture(null);
		}
		return this.values.retrieve(text, patience()).thenApply(this::wrapped);
	}

	@Nullable SimpleValueWrapper wrapped(Lookup lookup) {
		return lookup.isHit() ? new SimpleValueWrapper(fromStoreValue(lookup.stored())) : null;
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> loader) {
		String text = CacheKeyText.of(key);
		if (isBypassed(text)) {
			return loader.get();
		}
		boolean keeps = !isWriting() && !readsSnapshot();
		boolean isNested = this.loads.isLoading();
		Patience patience = patience();
		return this.values.retrieve(text, patience).thenCompose((lookup) -> {
			if (lookup.isHit()) {
				return CompletableFuture.completedFuture((T) fromStoreValue(lookup.stored()));
			}
			return keeps ? (CompletableFuture<T>) loadAsync(text, lookup, loader, isNested, patience) : loader.get();
		});
	}

	private CompletableFuture<@Nullable Object> loadAsync(String key, Lookup miss,
			Supplier<? extends CompletableFuture<?>> loader, boolean isNested, Patience patience) {
		Flight flight = new Flight(null);
		Flight other = this.flights.start(key, flight);
		if (other != null && isNested) {
			// it may wait for the place that this one has
			return this.loads.start(true, () -> loader.get().thenApply((value) -> (Object) value));
		}
		if (other != null) {
			this.values.loadWasSaved();
			return other;
		}
		CompletableFuture<Lookup> leased = (miss == Lookup.UNREACHED) ? CompletableFuture.completedFuture(miss)
				: this.values.leaseAsync(key, patience);
		leased.thenCompose((found) -> this.elsewhere.awaitAsync(key, found))
			.thenCompose((lookup) -> lookup.isHit() ? CompletableFuture.completedFuture(fromStoreValue(lookup.stored()))
					: loaded(lookup, loader, isNested, patience))
			.whenComplete((value, failure) -> {
				this.flights.land(key, flight);
				if (failure != null) {
					flight.completeExceptionally((failure instanceof CompletionException && failure.getCause() != null)
							? failure.getCause() : failure);
				}
				else {
					flight.complete(value);
				}
			});
		return flight;
	}

	private CompletableFuture<@Nullable Object> loaded(Lookup miss, Supplier<? extends CompletableFuture<?>> loader,
			boolean isNested, Patience patience) {
		return CompletableFuture.completedFuture(loader)
			.thenCompose(
					(source) -> this.loads.start(isNested, () -> source.get().thenApply((value) -> (Object) value)))
			.whenComplete((value, failure) -> {
				if (failure != null) {
					this.elsewhere.giveUp(miss);
				}
			})
			.thenCompose((value) -> fillAsync(miss, value, patience).thenApply((done) -> value));
	}

	@Override
	public void put(Object key, @Nullable Object value) {
		String text = CacheKeyText.of(key);
		change(text, () -> {
			this.flights.overtake(text);
			this.values.put(text, value);
		});
	}

	@Override
	public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
		String text = CacheKeyText.of(key);
		if (!isTransactional()) {
			return toValueWrapper(this.values.putIfAbsent(text, value));
		}
		ValueWrapper present = get(key);
		if (present == null) {
			change(text, () -> this.values.putIfAbsent(text, value));
		}
		return present;
	}

	@Override
	public void evict(Object key) {
		String text = CacheKeyText.of(key);
		change(text, () -> evictNow(text));
	}

	void evictNow(String key) {
		this.flights.overtake(key);
		this.values.evict(key);
	}

	/**
	 * At once, and inside a transaction once more after its commit: until then others may
	 * put there what they still read.
	 */
	@Override
	public boolean evictIfPresent(Object key) {
		String text = CacheKeyText.of(key);
		this.flights.overtake(text);
		boolean present = this.values.evictIfPresent(text);
		if (isTransactional()) {
			evict(key);
		}
		return present;
	}

	@Override
	public void clear() {
		if (isTransactional()) {
			CacheTransaction.required(this).clear(this::clearNow);
		}
		else {
			clearNow();
		}
	}

	/**
	 * At once, and inside a transaction once more after its commit.
	 */
	@Override
	public boolean invalidate() {
		clearNow();
		if (isTransactional()) {
			clear();
		}
		return false;
	}

	void clearNow() {
		this.flights.overtakeAll();
		this.values.clear();
	}

	private void change(String key, Runnable change) {
		if (isTransactional()) {
			CacheTransaction.required(this).change(key, change);
		}
		else {
			change.run();
		}
	}

	/**
	 * Whether the calling thread's transaction has changed the key.
	 */
	private boolean isBypassed(String key) {
		if (!this.transactionAware) {
			return false;
		}
		CacheTransaction transaction = CacheTransaction.current(this);
		return transaction != null && transaction.hasChanged(key);
	}

	/**
	 * Whether the calling thread is in a transaction whose changes nobody else may see.
	 */
	private boolean isWriting() {
		return isTransactional() && !TransactionSynchronizationManager.isCurrentTransactionReadOnly();
	}

	private boolean readsSnapshot() {
		return this.transactionAware && CacheTransaction.readsSnapshot();
	}

	private boolean isTransactional() {
		return this.transactionAware && CacheTransaction.isActive();
	}

}
