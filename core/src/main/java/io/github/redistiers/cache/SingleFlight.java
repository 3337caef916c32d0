package io.github.redistiers.cache;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * Where a missed key is loaded once at a time, by those loads that a cache makes itself:
 * {@code get(key, loader)}, {@code retrieve(key, loader)} and
 * {@code @Cacheable(sync = true)}.
 *
 * @param timeout how long a load waits at most for another process that is loading the
 * same key, before it loads that too; zero if it does not wait for other processes
 * @since 0.1.0
 */
public record SingleFlight(Duration timeout) {

	/**
	 * In each process: who misses what another thread is loading waits for that.
	 */
	public static final SingleFlight JVM = new SingleFlight(Duration.ZERO);

	/**
	 * How long a load waits for other processes where that is not set.
	 */
	public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(5);

	/**
	 * Checks what it is told.
	 * @throws IllegalArgumentException if the time is negative
	 */
	public SingleFlight {
		Assert.isTrue(!timeout.isNegative(), "A load cannot wait for a negative time");
	}

	/**
	 * In all processes: who misses what another process is loading waits for that too. It
	 * looks at the server every 5 to 50 milliseconds meanwhile. A load that fails lets
	 * the next one begin at once; one whose process has crashed delays others by the
	 * timeout.
	 * <p>
	 * A load inside a transaction that writes does not wait: what such a transaction
	 * loads is kept after its commit, and two of them might wait for each other.
	 * @param timeout how long to wait; more than zero
	 * @return such a single flight
	 */
	public static SingleFlight cluster(Duration timeout) {
		Assert.isTrue(timeout.compareTo(Duration.ZERO) > 0, "A load has to wait for some time");
		return new SingleFlight(timeout);
	}

}
