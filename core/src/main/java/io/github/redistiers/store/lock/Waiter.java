package io.github.redistiers.store.lock;

import java.time.Duration;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.redistiers.store.Applied;
import io.github.redistiers.store.OutcomeUnknownException;
import io.github.redistiers.store.StoreExceptionTranslation;
import io.github.redistiers.store.StoreFailure;
import io.github.redistiers.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;

/**
 * One who waits for a lock. It asks once, is then told when it is its turn, and asks
 * again now and then: a message may be lost, and who does not ask is forgotten.
 */
final class Waiter {

	private static final long OFTEN = TimeUnit.MILLISECONDS.toNanos(100);

	private static final long FIRST = TimeUnit.SECONDS.toNanos(1);

	private static final long SELDOM = TimeUnit.SECONDS.toNanos(3);

	private static final double VARIATION = 0.2;

	private final CompletableFuture<HeldLock> held = new CompletableFuture<>();

	private final AtomicBoolean isAsking = new AtomicBoolean();

	private final AtomicBoolean isCalled = new AtomicBoolean();

	private final RedisLocks locks;

	private final Turns turns;

	private final Claim claim;

	private final Duration waitAtMost;

	/**
	 * When that was sent which was answered with "not yet": a lease that was given since
	 * cannot have begun before.
	 */
	private volatile long waitingSince;

	private volatile @Nullable ScheduledFuture<?> nextQuestion;

	private volatile @Nullable ScheduledFuture<?> end;

	private volatile @Nullable Throwable failure;

	Waiter(RedisLocks locks, Turns turns, Claim claim, Duration waitAtMost) {
		this.locks = locks;
		this.turns = turns;
		this.claim = claim;
		this.waitAtMost = waitAtMost;
		this.waitingSince = locks.process().now();
		this.held.whenComplete((lock, failed) -> end(lock));
	}

	Claim claim() {
		return this.claim;
	}

	String owner() {
		return this.claim.owner();
	}

	CompletableFuture<HeldLock> held() {
		return this.held;
	}

	/**
	 * Has the first answer, and waits from now on.
	 */
	void begin(Turn turn, long sent) {
		if (!turn.isMine() && this.waitAtMost.isZero()) {
			giveUp();
			return;
		}
		if (!turn.isMine()) {
			long waited = this.locks.process().now() - sent;
			this.end = unlessDone(this.locks.process()
				.later(this.waitAtMost.toNanos() - waited, () -> this.locks.process().call(this::giveUp)));
		}
		answered(turn, sent);
	}

	/**
	 * Asks whether it is its turn.
	 */
	void ask() {
		if (this.held.isDone() || !this.isAsking.compareAndSet(false, true)) {
			return;
		}
		long sent = this.locks.process().now();
		this.locks.calls()
			.callAsync(this.claim.keys().text(), this.locks.calls().await(this.claim))
			.whenComplete((turn, failed) -> {
				this.isAsking.set(false);
				if (failed != null) {
					failed(StoreExceptionTranslation.cause(failed));
				}
				else {
					answered(turn, sent);
				}
			});
	}

	private void answered(Turn turn, long sent) {
		if (turn.isMine()) {
			hold(turn.token(), sent);
			return;
		}
		this.waitingSince = sent;
		this.failure = null;
		if (this.held.isDone()) {
			leaveAgain();
			return;
		}
		// a question that was under way when it was called knew nothing of that
		askIn(this.isCalled.getAndSet(false) ? 0 : pause(turn));
	}

	private long pause(Turn turn) {
		boolean areHeard = this.turns.areHeard();
		long longest = areHeard ? ((turn.before() == 0) ? FIRST : SELDOM) : OFTEN;
		long varied = (long) (longest * (1 - ThreadLocalRandom.current().nextDouble(VARIATION)));
		// who is first takes over where a lease ends
		return (turn.before() == 0 && turn.leaseLeft() >= 0)
				? Math.min(varied, TimeUnit.MILLISECONDS.toNanos(turn.leaseLeft() + 1)) : varied;
	}

	private synchronized void askIn(long nanos) {
		cancel(this.nextQuestion);
		this.nextQuestion = unlessDone(this.locks.process().later(nanos, this::ask));
	}

	private @Nullable ScheduledFuture<?> unlessDone(@Nullable ScheduledFuture<?> planned) {
		if (this.held.isDone()) {
			cancel(planned);
		}
		return planned;
	}

	private void failed(Throwable cause) {
		this.failure = cause;
		StoreFailure named = StoreFailure.of(cause);
		if (named != null && (named.isTransient() || named instanceof OutcomeUnknownException)) {
			askIn(FIRST);
		}
		else {
			this.held.completeExceptionally(cause);
		}
	}

	/**
	 * Hears that it has the lock.
	 */
	void hear(long token) {
		long waited = this.locks.process().now() - this.waitingSince;
		if (this.locks.isDurable() || waited > this.claim.leaseNanos() / 3) {
			// asking renews the lease, and waits until it is durable
			this.isCalled.set(true);
			ask();
		}
		else {
			hold(token, this.waitingSince);
		}
	}

	private void hold(long token, long begin) {
		Hold hold = this.locks.hold(this.claim, token, begin);
		if (this.held.complete(hold)) {
			return;
		}
		// it was told twice, or nobody waits for it any more
		this.locks.process().renewals().remove(hold);
		if (!isHeldWith(token)) {
			hold.releaseAsync();
		}
	}

	private boolean isHeldWith(long token) {
		return !this.held.isCompletedExceptionally() && this.held.join().token() == token;
	}

	private void giveUp() {
		this.held.completeExceptionally(new LockNotAcquiredException(
				"The lock %s was held by others for %s. Wait longer, or find out who holds it: GET shows its owner."
					.formatted(this.claim.keys().text(), this.waitAtMost),
				this.failure));
	}

	void close() {
		this.held.completeExceptionally(new StoreUnavailableException(
				"The locks of this application were closed" + " while it waited for " + this.claim.keys().text(),
				Applied.NO, new CancellationException("closed")));
	}

	private void end(@Nullable HeldLock lock) {
		this.turns.remove(this);
		cancel(this.nextQuestion);
		cancel(this.end);
		if (lock == null) {
			leave(0);
		}
	}

	/**
	 * A question was answered with "not yet" after the wait was over, which may have put
	 * this waiter into the queue again.
	 */
	private void leaveAgain() {
		leave(this.held.isCompletedExceptionally() ? 0 : this.held.join().token());
	}

	/**
	 * Leaves the queue without waiting; if that fails, the waiter is forgotten after a
	 * while, or its lease ends.
	 */
	private void leave(long kept) {
		this.locks.calls().callAsync(this.claim.keys().text(), this.locks.calls().leave(this.claim, kept));
	}

	private static void cancel(@Nullable ScheduledFuture<?> planned) {
		if (planned != null) {
			planned.cancel(false);
		}
	}

}
