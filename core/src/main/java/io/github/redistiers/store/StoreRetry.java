package io.github.redistiers.store;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

import io.github.redistiers.breaker.BypassedException;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import org.jspecify.annotations.Nullable;

/**
 * Makes calls again that were not applied for a cause that passes, within the time limit
 * of one call: where the first attempt has used that up, as when it waited for a
 * connection, it is the last.
 */
final class StoreRetry {

	private static final double TWICE = 2;

	private static final double HALF = 0.5;

	private final Retry retry;

	StoreRetry(StoreRetrySettings settings) {
		this.retry = Retry.of("redis-tiers-store",
				RetryConfig.custom()
					.maxAttempts(settings.maxAttempts())
					.intervalFunction(IntervalFunction.ofExponentialRandomBackoff(settings.waitDuration(), TWICE, HALF))
					.retryOnException(StoreRetry::mayHelp)
					.build());
	}

	/**
	 * Whether a call may be made again, and soon enough may succeed.
	 */
	static boolean mayHelp(Throwable failure) {
		return failure instanceof StoreFailure named && named.isRetrySafe() && named.isTransient()
				&& !(failure.getCause() instanceof BypassedException);
	}

	/**
	 * Makes a call again that has failed.
	 * @param failed why it failed
	 * @param until when no further attempt begins
	 */
	<T extends @Nullable Object> T again(RuntimeException failed, long until, Supplier<T> call) {
		AtomicBoolean counted = new AtomicBoolean();
		try {
			return this.retry.executeSupplier(() -> {
				if (counted.compareAndSet(false, true) || System.nanoTime() - until > 0) {
					throw failed;
				}
				return call.get();
			});
		}
		catch (StoreUnavailableException ex) {
			throw saysLess(ex, failed) ? failed : ex;
		}
	}

	/**
	 * Makes a call again that has failed, without waiting.
	 * @param failed why it failed
	 * @param until when no further attempt begins
	 */
	<T extends @Nullable Object> CompletionStage<T> again(Throwable failed, long until,
			ScheduledExecutorService scheduler, Supplier<CompletionStage<T>> call) {
		AtomicBoolean counted = new AtomicBoolean();
		return this.retry
			.executeCompletionStage(scheduler,
					() -> (counted.compareAndSet(false, true) || System.nanoTime() - until > 0)
							? CompletableFuture.<T>failedStage(failed) : call.get())
			.exceptionallyCompose((last) -> CompletableFuture
				.failedStage(saysLess(StoreExceptionTranslation.cause(last), failed) ? failed : last));
	}

	/**
	 * Whoever was told READONLY has given the connection up: that there is none for a
	 * moment says less.
	 */
	private static boolean saysLess(Throwable last, Throwable first) {
		return first instanceof StoreReadOnlyException && last instanceof StoreUnavailableException && mayHelp(last);
	}

}
