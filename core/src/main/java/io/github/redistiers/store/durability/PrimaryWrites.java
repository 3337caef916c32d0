package io.github.redistiers.store.durability;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.github.redistiers.breaker.StaleConnection;
import io.github.redistiers.store.durability.WaitingConnection.Primary;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

/**
 * Tells when changes on one primary are durable.
 */
final class PrimaryWrites {

	/**
	 * How long a server is believed to make changes durable by itself.
	 */
	private static final Duration BELIEVED = Duration.ofSeconds(10);

	private final Supplier<CompletionStage<Primary>> primary;

	private final Supplier<? extends CompletionStage<?>> refresh;

	private final Supplier<RedisClusterAsyncCommands<byte[], byte[]>> shared;

	private final LongSupplier changes;

	private final Proof proof;

	private final Duration timeout;

	private final WaitingSilence silence = new WaitingSilence(System::nanoTime);

	private final GroupedWait<Ground> grouped = new GroupedWait<>(this::look);

	private final AtomicLong doubts = new AtomicLong();

	private volatile @Nullable Known known;

	/**
	 * Writes on one primary.
	 * @param primary where to wait
	 * @param refresh looks again who the primaries are
	 * @param shared the commands of the connection on which changes are made
	 * @param changes counts what may have changed the primaries
	 * @param proof what makes changes durable
	 * @param timeout how long that may take
	 */
	PrimaryWrites(Supplier<CompletionStage<Primary>> primary, Supplier<? extends CompletionStage<?>> refresh,
			Supplier<RedisClusterAsyncCommands<byte[], byte[]>> shared, LongSupplier changes, Proof proof,
			Duration timeout) {
		this.primary = primary;
		this.refresh = refresh;
		this.shared = shared;
		this.changes = changes;
		this.proof = proof;
		this.timeout = timeout;
	}

	/**
	 * What is known of the primary before a change is sent; fails with
	 * {@link UnconfirmedException} if it cannot make changes durable.
	 */
	CompletionStage<Ground> ground() {
		Known current = this.known;
		return (current != null && isCurrent(current)) ? CompletableFuture.completedStage(current.ground())
				: limited(this.grouped.join());
	}

	/**
	 * What was known the last time, if anything.
	 */
	@Nullable Ground lastKnown() {
		Known last = this.known;
		return (last != null) ? last.ground() : null;
	}

	/**
	 * Waits until a change is durable that has been answered.
	 * @param before what was known before it was sent
	 */
	CompletionStage<Ground> confirm(@Nullable Ground before) {
		Known current = this.known;
		if (before != null && current != null && isCurrent(current) && current.ground().isFree()
				&& current.ground().age() < BELIEVED.toNanos() && current.ground().continues(before)) {
			return CompletableFuture.completedStage(current.ground());
		}
		return limited(this.grouped.join()).thenApply((found) -> {
			if (before == null || !found.continues(before)) {
				throw new UnconfirmedException("a primary was restarted or replaced meanwhile");
			}
			return found;
		});
	}

	private CompletionStage<Ground> limited(CompletionStage<Ground> found) {
		return found.toCompletableFuture()
			.copy()
			.orTimeout(this.timeout.toMillis(), TimeUnit.MILLISECONDS)
			.exceptionallyCompose((failure) -> CompletableFuture.failedStage(doubted(failure)));
	}

	/**
	 * After a failure the next change is not sent before it is known to become durable.
	 */
	private Throwable doubted(Throwable failure) {
		this.doubts.incrementAndGet();
		return (failure instanceof TimeoutException)
				? new UnconfirmedException("it took longer than %d ms".formatted(this.timeout.toMillis())) : failure;
	}

	/**
	 * Looks at the primary, again if others may own its slots by now.
	 */
	private CompletionStage<Ground> look() {
		return lookOnce().exceptionallyCompose((failure) -> (cause(failure) instanceof RedisCommandExecutionException)
				? this.refresh.get().thenCompose((refreshed) -> lookOnce()) : CompletableFuture.failedStage(failure));
	}

	private CompletionStage<Ground> lookOnce() {
		long before = count();
		long now = System.nanoTime();
		return this.primary.get()
			.thenCompose(this::state)
			.thenCompose((seen) -> this.proof.await(seen.commands(), seen.state()).thenApply((free) -> {
				Ground ground = new Ground(seen.state().reign(), free, now);
				this.known = new Known(ground, before);
				return ground;
			}));
	}

	private CompletionStage<Seen> state(Primary primary) {
		RedisClusterAsyncCommands<byte[], byte[]> commands = primary.commands();
		return primary.mark().write(this.shared.get()).thenCompose((mark) -> {
			RedisFuture<Boolean> found = commands.pexpire(mark, Mark.KEPT);
			return commands.info().thenCombine(found, (info, isFound) -> {
				if (!isFound) {
					throw new UnconfirmedException("the connection that waits for it reaches another server");
				}
				return new Seen(ServerState.of(info), commands);
			}).whenComplete((seen, failure) -> {
				if (this.silence.lasts(failure) || isOfReplica(failure)) {
					StaleConnection.disconnect(primary.connection());
				}
			});
		});
	}

	private static boolean isOfReplica(@Nullable Throwable failure) {
		return failure != null && cause(failure) instanceof RedisCommandExecutionException refused
				&& StaleConnection.isToReplica(String.valueOf(refused.getMessage()));
	}

	private boolean isCurrent(Known current) {
		return current.count() == count();
	}

	private long count() {
		return this.changes.getAsLong() + this.doubts.get();
	}

	private static Throwable cause(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? cause(failure.getCause())
				: failure;
	}

	private record Known(Ground ground, long count) {

	}

	private record Seen(ServerState state, RedisClusterAsyncCommands<byte[], byte[]> commands) {

	}

}
