package io.github.redistiers.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

import io.github.redistiers.connection.CommandLimit;
import io.github.redistiers.connection.SharedCommands;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.tracking.KeyTracking;
import io.github.redistiers.tracking.KeyTrackingListener;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * The one place through which every structure reaches the store. What fails there has a
 * name here.
 */
final class StoreCalls {

	/**
	 * Where the connection factory has no limit of its own to tell.
	 */
	private static final Duration LIMIT = Duration.ofSeconds(60);

	private static final long ENDS = Long.MAX_VALUE;

	private final StoreExceptionTranslation translation;

	private final RedisConnectionFactory connectionFactory;

	private final StoreLink link;

	private final StoreRetry retry;

	private final StoreDurability durability;

	private final CommandLimit limit;

	StoreCalls(RedisConnectionFactory connectionFactory, String keyPrefix, SharedCommands commands,
			StoreRetrySettings retry, DurabilitySettings durability) {
		this.connectionFactory = connectionFactory;
		this.translation = StoreExceptionTranslation.of(connectionFactory);
		this.retry = new StoreRetry(retry);
		this.link = new StoreLink(connectionFactory, commands);
		this.durability = new StoreDurability(connectionFactory, this.link::commands, keyPrefix, durability);
		this.limit = CommandLimit.of(connectionFactory, LIMIT);
	}

	RedisConnectionFactory connectionFactory() {
		return this.connectionFactory;
	}

	StoreDurability durability() {
		return this.durability;
	}

	/**
	 * Has the store's primary tell of changes of keys, where there is one primary.
	 */
	@Nullable KeyTracking tracking(List<String> prefixes, KeyTrackingListener listener) {
		return (this.connectionFactory instanceof TierConnectionFactory factory && !factory.isClusterAware())
				? new KeyTracking(factory, prefixes, listener) : null;
	}

	/**
	 * Makes a call and waits for its answer.
	 * @param usage counts what is sent, or {@code null}
	 */
	<T extends @Nullable Object> T call(StoreCall<T> call, DurabilityLevel level, @Nullable RepositoryUsage usage) {
		return call(call, level, usage, this.translation::ofOwnCall);
	}

	/**
	 * Runs a script of the application and waits for its answer.
	 */
	<T extends @Nullable Object> T callScript(StoreCall<T> call, DurabilityLevel level,
			@Nullable RepositoryUsage usage) {
		return call(call, level, usage, this.translation::ofApplicationScript);
	}

	private <T extends @Nullable Object> T call(StoreCall<T> call, DurabilityLevel level,
			@Nullable RepositoryUsage usage, Function<Throwable, RuntimeException> naming) {
		long until = System.nanoTime() + this.limit.time().toNanos();
		try {
			return await(begin(call, level, usage), level, naming);
		}
		catch (RuntimeException ex) {
			if (StoreRetry.mayHelp(ex)) {
				return this.retry.again(ex, until, () -> await(begin(call, level, usage), level, naming));
			}
			throw ex;
		}
	}

	/**
	 * Waits for whatever ends with the answers of calls alone.
	 */
	<T extends @Nullable Object> T awaitCalls(CompletionStage<T> answers, DurabilityLevel level) {
		return await(answers, level, this.translation::ofOwnCall);
	}

	/**
	 * Waits for anything, no longer than for a call.
	 */
	<T extends @Nullable Object> T await(CompletionStage<T> answer, DurabilityLevel level) {
		return await(answer, patience(level), this.translation::ofOwnCall);
	}

	/**
	 * Commands end by themselves, and a virtual thread's timer costs more than its wait.
	 */
	private <T extends @Nullable Object> T await(CompletionStage<T> answers, DurabilityLevel level,
			Function<Throwable, RuntimeException> naming) {
		boolean ends = level == DurabilityLevel.SERVER && this.limit.isKept();
		return await(answers, ends ? ENDS : patience(level), naming);
	}

	private static <T extends @Nullable Object> T await(CompletionStage<T> answer, long patience,
			Function<Throwable, RuntimeException> naming) {
		CompletableFuture<T> future = answer.toCompletableFuture();
		try {
			return (patience == ENDS) ? future.get() : future.get(patience, TimeUnit.NANOSECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw naming.apply(ex);
		}
		catch (ExecutionException | TimeoutException | RuntimeException ex) {
			throw naming.apply(ex);
		}
	}

	/**
	 * A durable call may wait before it is sent and after it was answered.
	 */
	private long patience(DurabilityLevel level) {
		long limit = this.limit.time().toNanos();
		return (level == DurabilityLevel.SERVER) ? limit : limit + 2 * this.durability.settings().timeout().toNanos();
	}

	/**
	 * Makes a call. Does not throw: whatever fails, fails the stage.
	 */
	<T extends @Nullable Object> CompletionStage<T> callAsync(StoreCall<T> call, DurabilityLevel level,
			@Nullable RepositoryUsage usage) {
		return callAsync(call, level, usage, this.translation::ofOwnCall);
	}

	/**
	 * Runs a script of the application. Does not throw.
	 */
	<T extends @Nullable Object> CompletionStage<T> callScriptAsync(StoreCall<T> call, DurabilityLevel level,
			@Nullable RepositoryUsage usage) {
		return callAsync(call, level, usage, this.translation::ofApplicationScript);
	}

	private <T extends @Nullable Object> CompletionStage<T> callAsync(StoreCall<T> call, DurabilityLevel level,
			@Nullable RepositoryUsage usage, Function<Throwable, RuntimeException> naming) {
		long until = System.nanoTime() + this.limit.time().toNanos();
		return named(call, level, usage, naming).exceptionallyCompose((failure) -> {
			Throwable cause = StoreExceptionTranslation.cause(failure);
			ScheduledExecutorService scheduler = StoreRetry.mayHelp(cause) ? this.link.scheduler() : null;
			// what runs there must not wait for a connection: it ends others' time limits
			return (scheduler != null) ? this.retry.again(cause, until, scheduler,
					() -> isOpen(level) ? named(call, level, usage, naming) : CompletableFuture.failedStage(cause))
					: CompletableFuture.failedStage(cause);
		});
	}

	private boolean isOpen(DurabilityLevel level) {
		return this.link.isOpen() && this.durability.isOpen(level);
	}

	private <T extends @Nullable Object> CompletionStage<T> named(StoreCall<T> call, DurabilityLevel level,
			@Nullable RepositoryUsage usage, Function<Throwable, RuntimeException> naming) {
		return begin(call, level, usage)
			.exceptionallyCompose((failure) -> CompletableFuture.failedStage(naming.apply(failure)));
	}

	private <T extends @Nullable Object> CompletionStage<T> begin(StoreCall<T> call, DurabilityLevel level,
			@Nullable RepositoryUsage usage) {
		try {
			return call.on(this.durability.commands(level, usage));
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

}
