package io.github.redistiers.store.ratelimit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import io.github.redistiers.store.StoreFailure;
import io.github.redistiers.store.ratelimit.OnStoreFailure.Answer;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

import org.springframework.dao.DataAccessException;

/**
 * Answers while the store fails, as the limiter declares it.
 */
final class StoreOutage {

	private static final Duration DENIED_FOR = Duration.ofSeconds(1);

	/**
	 * An outage is over when no call has failed for so long: one that comes and goes is
	 * told about once.
	 */
	private static final long QUIET = Duration.ofSeconds(10).toNanos();

	private static final Log logger = LogFactory.getLog(StoreOutage.class);

	/**
	 * How many calls were answered here in this outage.
	 */
	private final AtomicLong answered = new AtomicLong();

	private volatile long lastFailure;

	private final String limiter;

	private final Answer answer;

	private final LongSupplier nanoTime;

	private final LocalRateLimits local;

	StoreOutage(String limiter, Answer answer, LongSupplier nanoTime) {
		this.limiter = limiter;
		this.answer = answer;
		this.nanoTime = nanoTime;
		this.local = new LocalRateLimits(nanoTime);
	}

	/**
	 * Answers an attempt that the store has failed.
	 * @throws DataAccessException the failure, if it is to be heard
	 */
	RateLimitResult answer(Attempt attempt, DataAccessException failure) {
		if (this.answer == Answer.THROW || StoreFailure.of(failure) == null) {
			throw failure;
		}
		this.lastFailure = this.nanoTime.getAsLong();
		if (this.answered.getAndIncrement() == 0) {
			logger.warn("The rate limiter \"%s\" answers without the store (%s) until it is back: %s"
				.formatted(this.limiter, this.answer, failure.getMessage()));
		}
		return switch (this.answer) {
			case LOCAL -> attempt.result(this.local.take(attempt), false);
			case ALLOW -> new RateLimitResult(true, attempt.limits().get(0).burst() - attempt.cost(), Duration.ZERO,
					Duration.ZERO, attempt.limits().get(0), false);
			default -> new RateLimitResult(false, 0, DENIED_FOR, DENIED_FOR, attempt.limits().get(0), false);
		};
	}

	/**
	 * The store has answered.
	 */
	void mayBeOver() {
		if (this.answered.get() > 0 && this.nanoTime.getAsLong() - this.lastFailure > QUIET) {
			long calls = this.answered.getAndSet(0);
			if (calls > 0) {
				logger.info("The rate limiter \"%s\" has its store again; it answered %d calls without it (%s)"
					.formatted(this.limiter, calls, this.answer));
			}
		}
	}

}
