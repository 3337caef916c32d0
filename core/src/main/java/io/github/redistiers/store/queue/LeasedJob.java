package io.github.redistiers.store.queue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.redistiers.codec.UnreadableValueException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A job that this process has leased.
 *
 * @param <T> the type of its payload
 */
final class LeasedJob<T> implements Job<T> {

	private final RedisQueue<T> queue;

	private final String id;

	private final byte[] idBytes;

	private final Attempt attempt;

	private final StoredJob stored;

	private @Nullable T payload;

	/**
	 * Until when it is surely this process's, by the process's own clock.
	 */
	private volatile long leasedUntil;

	private final long takenAt;

	private final AtomicBoolean isReported = new AtomicBoolean();

	private volatile boolean isLost;

	private volatile boolean isCancelled;

	LeasedJob(RedisQueue<T> queue, byte[] id, Attempt attempt, StoredJob stored, long takenAt, long leasedUntil) {
		this.queue = queue;
		this.idBytes = id;
		this.id = new String(id, StandardCharsets.UTF_8);
		this.attempt = attempt;
		this.stored = stored;
		this.takenAt = takenAt;
		this.leasedUntil = leasedUntil;
	}

	/**
	 * A job that was given to the application by the same queue.
	 */
	static LeasedJob<?> of(Job<?> job) {
		Assert.isInstanceOf(LeasedJob.class, job, "This is no job that a queue has given.");
		return (LeasedJob<?>) job;
	}

	@Override
	public String id() {
		return this.id;
	}

	byte[] idBytes() {
		return this.idBytes;
	}

	byte[] token() {
		return this.attempt.token();
	}

	/**
	 * When the attempt began, by the server's clock.
	 */
	Instant begunAt() {
		return this.attempt.begunAt();
	}

	/**
	 * Before what moment its lease cannot have begun.
	 */
	long takenAt() {
		return this.takenAt;
	}

	/**
	 * Notes that it was reported to be somebody else's, or soon to be.
	 * @return whether it was not before
	 */
	boolean noteReported() {
		return this.isReported.compareAndSet(false, true);
	}

	StoredJob stored() {
		return this.stored;
	}

	@Override
	public int attempt() {
		return this.attempt.number();
	}

	@Override
	public int maxAttempts() {
		return this.attempt.most();
	}

	@Override
	public Instant enqueuedAt() {
		return this.stored.enqueuedAt();
	}

	/**
	 * Reads the payload.
	 * @throws UnreadableValueException if that cannot be done
	 */
	void read() {
		this.payload = this.queue.payloads().read(this.stored);
	}

	@Override
	public T payload() {
		T read = this.payload;
		Assert.state(read != null, "The payload was not read");
		return read;
	}

	@Override
	public boolean extendLease(Duration lease) {
		Assert.isTrue(lease.toMillis() >= 1 && lease.compareTo(JobOptions.LONGEST) <= 0,
				() -> "A lease is not extended by %s, but by a millisecond to ten years.".formatted(lease));
		return this.queue.extend(this, lease);
	}

	@Override
	public boolean progress(String progress) {
		return this.queue.progress(this, progress);
	}

	@Override
	public boolean isCancelled() {
		return this.isCancelled;
	}

	@Override
	public boolean isLeased() {
		return !this.isLost && this.leasedUntil - this.queue.process().now() > 0;
	}

	/**
	 * Notes what the server has said of the lease.
	 * @param reply 0 if it is lost, 2 if the job is cancelled
	 * @param sent when it was asked
	 * @param lease how long it lasts from then on
	 */
	void renewed(long reply, long sent, Duration lease) {
		if (reply == 0) {
			this.isLost = true;
			return;
		}
		long until = sent + TimeUnit.MILLISECONDS.toNanos(lease.toMillis());
		if (until - this.leasedUntil > 0) {
			this.leasedUntil = until;
		}
		if (reply == 2) {
			this.isCancelled = true;
		}
	}

	@Override
	public String toString() {
		return "job %s, attempt %d of %d".formatted(this.id, attempt(), maxAttempts());
	}

}
