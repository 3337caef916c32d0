package io.github.redistiers.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.github.redistiers.connection.CommandLimit;
import org.jspecify.annotations.Nullable;

/**
 * How long one call may still wait for Redis, all its waits together. Time that is spent
 * in the source does not count. A call waits for one thing after the other, so this is
 * used by one thread at a time.
 */
final class Patience {

	private long left;

	/**
	 * Whether nothing was waited for yet, and commands end by themselves when the time is
	 * over.
	 */
	private boolean untouched;

	/**
	 * A call's waits.
	 * @param limit how long they may take
	 */
	Patience(CommandLimit limit) {
		this.left = limit.time().toNanos();
		this.untouched = limit.isKept();
	}

	/**
	 * Waits for one command. The first that a call waits for ends by itself in time, so
	 * that no timer is needed, which costs a virtual thread more than the wait.
	 * @throws TimeoutException if nothing was left, or not enough
	 */
	<T extends @Nullable Object> T awaitCommand(CompletableFuture<T> reply)
			throws ExecutionException, TimeoutException, InterruptedException {
		return await(reply, this.untouched);
	}

	/**
	 * Waits.
	 * @throws TimeoutException if nothing was left, or not enough
	 */
	<T extends @Nullable Object> T await(CompletableFuture<T> future)
			throws ExecutionException, TimeoutException, InterruptedException {
		return await(future, false);
	}

	private <T extends @Nullable Object> T await(CompletableFuture<T> future, boolean ends)
			throws ExecutionException, TimeoutException, InterruptedException {
		long begin = begin();
		try {
			return ends ? future.get() : future.get(Math.max(0, this.left), TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw ex;
		}
		finally {
			this.left -= System.nanoTime() - begin;
		}
	}

	private long begin() {
		this.untouched = false;
		return System.nanoTime();
	}

	/**
	 * Lets somebody else wait.
	 */
	<T extends @Nullable Object> CompletableFuture<T> limit(CompletableFuture<T> future) {
		if (future.isDone()) {
			return future;
		}
		long begin = begin();
		return future.copy()
			.orTimeout(Math.max(0, this.left), TimeUnit.NANOSECONDS)
			.whenComplete((value, failure) -> this.left -= System.nanoTime() - begin);
	}

}
