package io.github.redistiers.store.queue;

import java.time.Duration;

import org.springframework.util.Assert;

/**
 * What holds for all queues where nothing else is said.
 *
 * @param lease for how long a job is somebody's; leases of running jobs are renewed, so
 * this is how long a job waits whose process has died
 * @param maxLease how long one attempt may take; then its lease is renewed no more
 * @param attempts how often a job is tried
 * @param payloadLimit the largest payload, in bytes
 * @param patience how long a process at most waits for the word that there are jobs
 * before it looks itself
 * @param shutdownGrace how long running jobs get when the application stops
 * @since 0.1.0
 */
public record QueueSettings(Duration lease, Duration maxLease, int attempts, int payloadLimit, Duration patience,
		Duration shutdownGrace) {

	/**
	 * The shortest lease: shorter ones would end while the server is busy.
	 */
	public static final Duration SHORTEST_LEASE = Duration.ofMillis(100);

	/**
	 * The lease where none is set.
	 */
	public static final Duration DEFAULT_LEASE = Duration.ofSeconds(30);

	/**
	 * How long an attempt may take where nothing is set.
	 */
	public static final Duration DEFAULT_MAX_LEASE = Duration.ofHours(1);

	/**
	 * The number of attempts where none is set.
	 */
	public static final int DEFAULT_ATTEMPTS = 5;

	/**
	 * The largest payload where none is set: 1 MB.
	 */
	public static final int DEFAULT_PAYLOAD_LIMIT = 1 << 20;

	/**
	 * The wait where none is set.
	 */
	public static final Duration DEFAULT_PATIENCE = Duration.ofSeconds(5);

	/**
	 * The grace where none is set.
	 */
	public static final Duration DEFAULT_SHUTDOWN_GRACE = Duration.ofSeconds(20);

	/**
	 * Checks what it is told.
	 * @throws IllegalArgumentException if a lease is shorter than 100 milliseconds, the
	 * longest shorter than the first, the attempts are not from 1 to 1000, or a limit or
	 * a wait is zero
	 */
	public QueueSettings {
		Assert.isTrue(lease.compareTo(SHORTEST_LEASE) >= 0, "A lease is at least 100 milliseconds long");
		Assert.isTrue(maxLease.compareTo(lease) >= 0, "The longest lease is no shorter than the first");
		Assert.isTrue(attempts >= 1 && attempts <= JobOptions.MOST_ATTEMPTS, "A job is tried from 1 to 1000 times");
		Assert.isTrue(payloadLimit >= 1, "A payload has at least a byte");
		Assert.isTrue(patience.toMillis() >= 1, "The wait is at least a millisecond");
		Assert.isTrue(!shutdownGrace.isNegative(), "The grace is not negative");
	}

	/**
	 * The defaults.
	 * @return the settings
	 */
	public static QueueSettings defaults() {
		return new QueueSettings(DEFAULT_LEASE, DEFAULT_MAX_LEASE, DEFAULT_ATTEMPTS, DEFAULT_PAYLOAD_LIMIT,
				DEFAULT_PATIENCE, DEFAULT_SHUTDOWN_GRACE);
	}

}
