package io.github.redistiers.breaker;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig.SlidingWindowType;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;

/**
 * The circuit breaker of one node: hears of every command that was sent there.
 *
 * @since 0.1.0
 */
public final class NodeBreaker {

	/**
	 * A connection on which nothing is answered for that long is given up: its peer may
	 * be gone without a word, and what waits on it would grow.
	 */
	private static final Duration SILENCE = Duration.ofSeconds(10);

	/**
	 * When nothing is answered for that long it is an outage, even if there are too few
	 * commands to open the breaker.
	 */
	private static final Duration GAP = Duration.ofSeconds(1);

	/**
	 * So often at most a connection to a replica is given up, should it be one for ever.
	 */
	private static final Duration BETWEEN_LEAVES = Duration.ofSeconds(1);

	private static final int NEVER = Integer.MAX_VALUE;

	/**
	 * So many stalls, one after the other, open the breaker.
	 */
	private static final int STALLS = 3;

	private final CircuitBreaker breaker;

	private final LongSupplier nanoTime;

	private final Stalls stalls;

	private final Predicate<String> troubled;

	private final Runnable outage;

	private final Runnable firstFailure;

	private final long slow;

	/**
	 * So many answers in time fill the breaker's window: another one would change
	 * nothing, and need not be told to it.
	 */
	private final int enough;

	private final AtomicInteger inTime = new AtomicInteger();

	/**
	 * Whether the outage that lasts was told.
	 */
	private final AtomicBoolean told = new AtomicBoolean();

	/**
	 * Since when commands have failed and none was answered; 0 if that is not so.
	 */
	private volatile long failingSince;

	/**
	 * Since when commands have timed out and none was answered; 0 if that is not so.
	 */
	private volatile long silentSince;

	/**
	 * When a connection to a replica may be given up next.
	 */
	private final AtomicLong nextLeave;

	/**
	 * A breaker of a node.
	 * @param breaker judges
	 * @param watched whether somebody else may look at it, so that it has to hear of
	 * everything
	 * @param troubled whether the node is in trouble that answers with these words
	 * @param outage called when the node is away, so that others may not have reached it
	 * either, and again before its first answer is used
	 * @param firstFailure called when a command fails after others were answered, and
	 * when the node is away
	 * @param nanoTime the clock
	 */
	NodeBreaker(CircuitBreaker breaker, boolean watched, Predicate<String> troubled, Runnable outage,
			Runnable firstFailure, LongSupplier nanoTime) {
		this.breaker = breaker;
		this.troubled = troubled;
		this.outage = outage;
		this.firstFailure = firstFailure;
		this.nanoTime = nanoTime;
		this.nextLeave = new AtomicLong(nanoTime.getAsLong());
		CircuitBreakerConfig config = breaker.getCircuitBreakerConfig();
		this.slow = config.getSlowCallDurationThreshold().toNanos();
		boolean counts = config.getSlidingWindowType() == SlidingWindowType.COUNT_BASED;
		this.enough = (counts && !watched) ? config.getSlidingWindowSize() : NEVER;
		this.stalls = new Stalls(counts ? ofOneStall(config) : NEVER);
	}

	private static int ofOneStall(CircuitBreakerConfig config) {
		double rate = Math.min(config.getFailureRateThreshold(), config.getSlowCallRateThreshold()) / 100;
		return Math.max(1, (int) Math.ceil(config.getSlidingWindowSize() * rate / STALLS));
	}

	/**
	 * Whether the node is gone, hangs, or serves nobody, rather than having answered
	 * something about one command.
	 */
	boolean isOutage(Throwable failure) {
		if (failure instanceof RedisCommandExecutionException) {
			return isOutage(String.valueOf(failure.getMessage()));
		}
		return failure instanceof RedisException || failure instanceof IOException
				|| failure instanceof TimeoutException;
	}

	/**
	 * The same by what it says.
	 */
	boolean isOutage(String words) {
		return this.troubled.test(words);
	}

	String name() {
		return this.breaker.getName();
	}

	/**
	 * Whether a command may be sent; then it has to end in one of the other methods.
	 */
	boolean permits() {
		if (this.breaker.tryAcquirePermission()) {
			return true;
		}
		tellIfOpen();
		return false;
	}

	/**
	 * The server has answered, if only with an error of that command alone.
	 */
	void answered(long sentAt) {
		long now = this.nanoTime.getAsLong();
		if (this.failingSince != 0 || this.told.get()) {
			works();
		}
		if (!isNothingNew(sentAt, now)) {
			this.breaker.onSuccess(now - sentAt, TimeUnit.NANOSECONDS);
			tellIfOpen();
		}
	}

	/**
	 * Whether the breaker need not hear of an answer.
	 */
	private boolean isNothingNew(long sentAt, long now) {
		if (now - sentAt >= this.slow) {
			this.inTime.set(0);
			return isOfAStallThatCounted(sentAt, now);
		}
		if (this.enough == NEVER) {
			return false;
		}
		if (this.inTime.get() < this.enough) {
			this.inTime.incrementAndGet();
			return false;
		}
		return this.breaker.getState() == State.CLOSED;
	}

	/**
	 * The server has answered with an error.
	 * @return whether it is a replica, so that the connection should be given up
	 */
	boolean leavesReplica(String error) {
		if (!StaleConnection.isToReplica(error)) {
			return false;
		}
		long now = this.nanoTime.getAsLong();
		long next = this.nextLeave.get();
		return now - next >= 0 && this.nextLeave.compareAndSet(next, now + BETWEEN_LEAVES.toNanos());
	}

	/**
	 * The command has failed.
	 * @return whether nothing was answered for so long that the connection should be
	 * given up
	 */
	boolean failed(long sentAt, Throwable failure) {
		long now = this.nanoTime.getAsLong();
		this.inTime.set(0);
		long since = this.failingSince;
		if (since == 0) {
			this.failingSince = notZero(now);
			this.firstFailure.run();
		}
		else if (now - since >= GAP.toNanos()) {
			tell();
		}
		if (!isOfAStallThatCounted(sentAt, now)) {
			this.breaker.onError(now - sentAt, TimeUnit.NANOSECONDS, failure);
			tellIfOpen();
		}
		return failure instanceof RedisCommandTimeoutException && isSilentFor(now);
	}

	/**
	 * The command's end says nothing of the server.
	 */
	void abandoned() {
		this.breaker.releasePermission();
	}

	/**
	 * A new connection is a sign of life: there is no need to wait any longer.
	 */
	public void reconnected() {
		this.silentSince = 0;
		if (this.breaker.getState() == State.OPEN) {
			this.breaker.transitionToHalfOpenState();
		}
	}

	private void tellIfOpen() {
		if (isOpen()) {
			tell();
		}
	}

	/**
	 * Only while the breaker is closed; else it waits for each command's end.
	 */
	private boolean isOfAStallThatCounted(long sentAt, long now) {
		return this.breaker.getState() == State.CLOSED && !this.stalls.counts(sentAt, now);
	}

	private boolean isOpen() {
		State state = this.breaker.getState();
		return state == State.OPEN || state == State.FORCED_OPEN;
	}

	private void tell() {
		if (this.told.compareAndSet(false, true)) {
			this.outage.run();
			// a breaker may open for answers that are slow, of which none has failed
			this.firstFailure.run();
		}
	}

	private void works() {
		this.failingSince = 0;
		this.silentSince = 0;
		// what was sent before it opened may be answered afterwards
		if (!isOpen() && this.told.getAndSet(false)) {
			this.outage.run();
		}
	}

	private boolean isSilentFor(long now) {
		long since = this.silentSince;
		if (since == 0) {
			this.silentSince = notZero(now);
			return false;
		}
		if (now - since < SILENCE.toNanos()) {
			return false;
		}
		this.silentSince = 0;
		return true;
	}

	private static long notZero(long time) {
		return (time != 0) ? time : 1;
	}

}
