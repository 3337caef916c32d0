package io.github.redistiers.cache;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * How many loads of one cache may ask the source at once in this process. Others wait in
 * their order: threads, or nobody where the caller does not wait.
 */
final class LoadLimit {

	private final Executor executor;

	private final boolean unlimited;

	private final Queue<CompletableFuture<@Nullable Void>> waiting = new ArrayDeque<>();

	/**
	 * Those that load, or begin a load: what they load within it needs no place of its
	 * own.
	 */
	private final Set<Thread> loading = ConcurrentHashMap.newKeySet();

	private int free;

	/**
	 * A limit.
	 * @param limit how many at once
	 * @param executor begins loads that had to wait and that no thread waits for
	 */
	LoadLimit(int limit, Executor executor) {
		this.unlimited = limit == CacheSettings.UNLIMITED_LOADS;
		this.free = limit;
		this.executor = executor;
	}

	/**
	 * Whether the calling thread loads already, and has a place that others wait for.
	 */
	boolean isLoading() {
		return !this.unlimited && this.loading.contains(Thread.currentThread());
	}

	/**
	 * Calls a loader; waits for its turn before.
	 * @throws Exception the loader's own, or {@link InterruptedException} if the caller
	 * was interrupted while it waited
	 */
	<T extends @Nullable Object> T call(Callable<T> loader) throws Exception {
		if (this.unlimited || isLoading()) {
			return loader.call();
		}
		await(enter());
		Thread caller = Thread.currentThread();
		this.loading.add(caller);
		try {
			return loader.call();
		}
		finally {
			this.loading.remove(caller);
			leave();
		}
	}

	/**
	 * The same for a loader that does not block.
	 * @param isNested whether it was asked for within a load, whose place it shares
	 */
	<T extends @Nullable Object> CompletableFuture<T> start(boolean isNested, Supplier<CompletableFuture<T>> loader) {
		if (this.unlimited) {
			return loader.get();
		}
		if (isNested) {
			return begun(loader);
		}
		CompletableFuture<@Nullable Void> turn = enter();
		if (turn.isDone()) {
			return entered(loader);
		}
		return turn.thenComposeAsync((entered) -> entered(loader), this.executor);
	}

	private <T extends @Nullable Object> CompletableFuture<T> entered(Supplier<CompletableFuture<T>> loader) {
		CompletableFuture<T> load;
		try {
			load = begun(loader);
		}
		catch (Throwable ex) {
			leave();
			throw ex;
		}
		return load.whenComplete((value, failure) -> leave());
	}

	/**
	 * What it asks for while it begins is known to be asked for within it.
	 */
	private <T extends @Nullable Object> CompletableFuture<T> begun(Supplier<CompletableFuture<T>> loader) {
		Thread caller = Thread.currentThread();
		boolean isOutermost = this.loading.add(caller);
		try {
			return loader.get();
		}
		finally {
			if (isOutermost) {
				this.loading.remove(caller);
			}
		}
	}

	private synchronized CompletableFuture<@Nullable Void> enter() {
		CompletableFuture<@Nullable Void> turn = new CompletableFuture<>();
		if (this.free > 0) {
			this.free--;
			turn.complete(null);
		}
		else {
			this.waiting.add(turn);
		}
		return turn;
	}

	private void leave() {
		CompletableFuture<@Nullable Void> next;
		do {
			next = next();
		}
		while (next != null && !next.complete(null));
	}

	private synchronized @Nullable CompletableFuture<@Nullable Void> next() {
		CompletableFuture<@Nullable Void> next = this.waiting.poll();
		if (next == null) {
			this.free++;
		}
		return next;
	}

	private synchronized void forget(CompletableFuture<@Nullable Void> turn) {
		this.waiting.remove(turn);
	}

	private void await(CompletableFuture<@Nullable Void> turn) throws InterruptedException {
		try {
			turn.get();
		}
		catch (InterruptedException ex) {
			if (!turn.cancel(false)) {
				leave();
			}
			forget(turn);
			Thread.currentThread().interrupt();
			throw ex;
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

}
