package io.github.redistiers.cache;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.cache.Cache;

/**
 * What one invocation of a {@code @Cacheable} method sees of a cache. It knows that a
 * value which is put was loaded after the miss before it, and carries the lease from the
 * one to the other, on whatever threads they come.
 */
final class InvocationCache implements Cache {

	private final CacheTierCache cache;

	/**
	 * The miss; a hit or a second one means that nothing is kept, since it would not be
	 * known which of them a value was loaded after.
	 */
	private final AtomicReference<@Nullable Lookup> miss = new AtomicReference<>();

	private final Patience patience;

	private volatile boolean asynchronous;

	InvocationCache(CacheTierCache cache) {
		this.cache = cache;
		this.patience = cache.patience();
	}

	@Override
	public String getName() {
		return this.cache.getName();
	}

	@Override
	public Object getNativeCache() {
		return this.cache.getNativeCache();
	}

	@Override
	public @Nullable ValueWrapper get(Object key) {
		return this.cache.wrapped(noted(this.cache.lookupForFill(CacheKeyText.of(key), this.patience)));
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> @Nullable T get(Object key, @Nullable Class<T> type) {
		return this.cache.get(key, type);
	}

	@Override
	public <T> @Nullable T get(Object key, Callable<T> valueLoader) {
		return this.cache.get(key, valueLoader);
	}

	@Override
	public CompletableFuture<?> retrieve(Object key) {
		this.asynchronous = true;
		return this.cache.lookupForFillAsync(CacheKeyText.of(key), this.patience)
			.thenApply(this::noted)
			.thenApply(this.cache::wrapped);
	}

	@Override
	public <T> CompletableFuture<T> retrieve(Object key, Supplier<CompletableFuture<T>> valueLoader) {
		return this.cache.retrieve(key, valueLoader);
	}

	/**
	 * Keeps what the invocation has loaded.
	 */
	@Override
	public void put(Object key, @Nullable Object value) {
		Lookup missed = this.miss.getAndSet(Lookup.MISS);
		if (missed == null || (missed.lease() == null && missed != Lookup.UNREACHED)) {
			return;
		}
		if (this.asynchronous) {
			// this may be a thread that must not wait
			this.cache.fillAsync(missed, value, this.patience);
		}
		else {
			this.cache.fill(missed, value, this.patience);
		}
	}

	@Override
	public @Nullable ValueWrapper putIfAbsent(Object key, @Nullable Object value) {
		return this.cache.putIfAbsent(key, value);
	}

	@Override
	public void evict(Object key) {
		this.cache.evict(key);
	}

	@Override
	public boolean evictIfPresent(Object key) {
		return this.cache.evictIfPresent(key);
	}

	@Override
	public void clear() {
		this.cache.clear();
	}

	@Override
	public boolean invalidate() {
		return this.cache.invalidate();
	}

	private Lookup noted(Lookup lookup) {
		if (!this.miss.compareAndSet(null, lookup)) {
			this.miss.set(Lookup.MISS);
		}
		return lookup;
	}

}
