package io.github.redistiers.cache;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Whether an operator has this process do without its caches. It ends by itself, since
 * whoever begins it at night may forget it.
 */
class CacheBypass {

	private static final Log logger = LogFactory.getLog(CacheBypass.class);

	private static final long OFF = 0;

	private final LongSupplier nanoTime;

	private final AtomicLong until = new AtomicLong(OFF);

	CacheBypass(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	void begin(Duration duration) {
		long end = this.nanoTime.getAsLong() + duration.toNanos();
		this.until.set((end != OFF) ? end : 1);
		logger.warn(("The caches of the cache tier are bypassed for %s: every read goes to its source, nothing is kept,"
				+ " evictions are made.")
			.formatted(duration));
	}

	boolean end() {
		boolean was = this.until.getAndSet(OFF) != OFF;
		if (was) {
			logger.info("The caches of the cache tier are used again.");
		}
		return was;
	}

	/**
	 * Asked by every call.
	 */
	boolean isOn() {
		return this.until.get() != OFF && remaining() != null;
	}

	/**
	 * For how long it lasts; {@code null} if it is off.
	 */
	@Nullable Duration remaining() {
		long end = this.until.get();
		if (end == OFF) {
			return null;
		}
		long left = end - this.nanoTime.getAsLong();
		if (left > 0) {
			return Duration.ofNanos(left);
		}
		if (this.until.compareAndSet(end, OFF)) {
			logger.info("The caches of the cache tier are used again: the time of the bypass is over.");
		}
		return null;
	}

}
