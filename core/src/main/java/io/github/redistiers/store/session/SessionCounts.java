package io.github.redistiers.store.session;

import java.util.concurrent.atomic.LongAdder;

/**
 * What happened to the sessions of this process, since it started.
 *
 * @since 0.1.0
 */
public final class SessionCounts {

	private final LongAdder unknown = new LongAdder();

	private final LongAdder unreadable = new LongAdder();

	private final LongAdder dropped = new LongAdder();

	private final LongAdder expired = new LongAdder();

	private final LongAdder moved = new LongAdder();

	private final LongAdder kept = new LongAdder();

	void addUnknown() {
		this.unknown.increment();
	}

	void addUnreadable() {
		this.unreadable.increment();
	}

	void addDropped() {
		this.dropped.increment();
	}

	void addExpired() {
		this.expired.increment();
	}

	void addMoved() {
		this.moved.increment();
	}

	void addKept() {
		this.kept.increment();
	}

	/**
	 * Requests whose session id the store did not know: users who were signed out without
	 * having asked for it, if it rises beyond what expired sessions explain.
	 * @return how many
	 */
	public long unknown() {
		return this.unknown.sum();
	}

	/**
	 * Sessions that were found and could not be read; the user got a new one.
	 * @return how many
	 */
	public long unreadable() {
		return this.unreadable.sum();
	}

	/**
	 * Changes of sessions that had been deleted meanwhile, and stayed so.
	 * @return how many
	 */
	public long dropped() {
		return this.dropped.sum();
	}

	/**
	 * Sessions that this process found to have expired and removed.
	 * @return how many
	 */
	public long expired() {
		return this.expired.sum();
	}

	/**
	 * Sessions that went from one layout to the other.
	 * @return how many
	 */
	public long moved() {
		return this.moved.sum();
	}

	/**
	 * How often a session stayed in its layout since an attribute cannot be kept in the
	 * other.
	 * @return how often
	 */
	public long kept() {
		return this.kept.sum();
	}

}
