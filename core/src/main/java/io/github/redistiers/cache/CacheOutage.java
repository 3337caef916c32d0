package io.github.redistiers.cache;

import java.time.Duration;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.redistiers.breaker.BypassedException;
import io.github.redistiers.codec.UnreadableValueException;
import io.github.redistiers.codec.UnwritableValueException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Says in the log when a cache does not work and when it works again; once each, since an
 * outage fails every call. A server that answers some calls and refuses others does not
 * work.
 */
class CacheOutage {

	private static final Log logger = LogFactory.getLog(CacheOutage.class);

	/**
	 * So long no call has failed when it works again.
	 */
	private static final long QUIET = Duration.ofMillis(500).toNanos();

	private final String cache;

	private final CacheCounts counts;

	private final AtomicBoolean failing = new AtomicBoolean();

	private final AtomicBoolean full = new AtomicBoolean();

	private volatile long failedAt;

	private final AtomicBoolean unreadable = new AtomicBoolean();

	private final AtomicBoolean unwritable = new AtomicBoolean();

	CacheOutage(String cache, CacheCounts counts) {
		this.cache = cache;
		this.counts = counts;
	}

	void failed(String consequence, Throwable failure) {
		Throwable cause = CacheFailure.cause(failure);
		if (cause instanceof BypassedException) {
			this.counts.bypassed.increment();
			return;
		}
		if (cause instanceof InterruptedException) {
			return;
		}
		this.counts.failures.increment();
		if (CacheFailure.isFull(cause)) {
			isFull();
			return;
		}
		this.failedAt = System.nanoTime();
		if (this.failing.compareAndSet(false, true)) {
			logger.warn("The cache \"%s\" does not reach its server. %s until it answers: %s".formatted(this.cache,
					consequence, (cause instanceof TimeoutException) ? "No answer in time." : cause.getMessage()));
		}
		if (logger.isDebugEnabled()) {
			logger.debug("The cache \"%s\" failed. %s".formatted(this.cache, consequence), cause);
		}
	}

	void isOver() {
		if (this.failing.get() && System.nanoTime() - this.failedAt >= QUIET
				&& this.failing.compareAndSet(true, false)) {
			logger.info("The cache \"%s\" works again.".formatted(this.cache));
		}
	}

	private void isFull() {
		if (this.full.compareAndSet(false, true)) {
			logger.warn(
					("The cache \"%s\" finds its server full. What it holds is served, what it does not hold cannot be "
							+ "kept: give it more memory, or set its maxmemory-policy to allkeys-lru.")
						.formatted(this.cache));
		}
	}

	/**
	 * The server has kept something.
	 */
	void hasSpace() {
		if (this.full.get() && this.full.compareAndSet(true, false)) {
			logger.info("The cache \"%s\" can keep values again.".formatted(this.cache));
		}
	}

	void isUnreadable(UnreadableValueException failure) {
		this.counts.unreadable.increment();
		if (this.unreadable.compareAndSet(false, true)) {
			logger.warn("The cache \"%s\" holds values that cannot be read; each is a miss. %s".formatted(this.cache,
					failure.getMessage()));
		}
	}

	void isUnwritable(UnwritableValueException failure) {
		if (this.unwritable.compareAndSet(false, true)) {
			logger.error("The cache \"%s\" cannot keep its values; the source is asked each time. %s"
				.formatted(this.cache, failure.getMessage()));
		}
	}

}
