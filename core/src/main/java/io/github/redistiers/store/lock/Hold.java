package io.github.redistiers.store.lock;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A lock that was acquired, as its process knows it.
 */
final class Hold implements HeldLock {

	private static final int RENEWALS_IN_A_LEASE = 3;

	private static final int ATTEMPTS_IN_A_LEASE = 12;

	private final RedisLocks locks;

	private final Claim claim;

	private final long token;

	private final List<Runnable> actions = new ArrayList<>();

	private volatile State state = State.HELD;

	/**
	 * When the lease may be over.
	 */
	private volatile long end;

	/**
	 * When it is to be renewed, if it is.
	 */
	private volatile long renewal;

	private volatile boolean isBeingRenewed;

	private volatile boolean isGivenBack;

	/**
	 * A lock.
	 * @param begin before what moment the lease cannot have begun
	 */
	Hold(RedisLocks locks, Claim claim, long token, long begin) {
		this.locks = locks;
		this.claim = claim;
		this.token = token;
		beginAt(begin);
	}

	private void beginAt(long begin) {
		this.end = begin + this.claim.leaseNanos();
		this.renewal = begin + this.claim.leaseNanos() / RENEWALS_IN_A_LEASE;
	}

	Claim claim() {
		return this.claim;
	}

	RedisLocks locks() {
		return this.locks;
	}

	@Override
	public String name() {
		return this.claim.name();
	}

	@Override
	public long token() {
		return this.token;
	}

	@Override
	public boolean isHeld() {
		return this.state == State.HELD && !isOver(this.locks.process().now());
	}

	boolean isOver(long now) {
		return now - this.end >= 0;
	}

	/**
	 * Whether it is to be renewed now, or so soon that it may as well be.
	 */
	boolean isDue(long now) {
		return isToBeRenewed() && now - this.renewal + this.claim.leaseNanos() / ATTEMPTS_IN_A_LEASE >= 0;
	}

	private boolean isToBeRenewed() {
		return this.claim.lease().isRenewed() && !this.isBeingRenewed;
	}

	/**
	 * When somebody has to look at it next.
	 */
	long attention() {
		return (isToBeRenewed() && this.renewal - this.end < 0) ? this.renewal : this.end;
	}

	void renewing() {
		this.isBeingRenewed = true;
	}

	/**
	 * Notes that it was renewed.
	 * @param begin before what moment the lease cannot have begun
	 */
	void renewed(long begin) {
		beginAt(begin);
		this.isBeingRenewed = false;
	}

	void notRenewed(long now) {
		this.renewal = now + this.claim.leaseNanos() / ATTEMPTS_IN_A_LEASE;
		this.isBeingRenewed = false;
	}

	void lose() {
		List<Runnable> told;
		synchronized (this.actions) {
			if (this.state != State.HELD) {
				return;
			}
			this.state = State.LOST;
			told = List.copyOf(this.actions);
		}
		this.locks.process().renewals().remove(this);
		told.forEach(this.locks.process()::call);
	}

	@Override
	public void onLost(Runnable action) {
		synchronized (this.actions) {
			if (this.state == State.HELD) {
				this.actions.add(action);
				return;
			}
		}
		if (this.state == State.LOST) {
			this.locks.process().call(action);
		}
	}

	@Override
	public boolean release() {
		if (end()) {
			return false;
		}
		boolean wasHeld = this.locks.release(this);
		this.isGivenBack = true;
		return wasHeld;
	}

	@Override
	public CompletionStage<Boolean> releaseAsync() {
		if (end()) {
			return CompletableFuture.completedStage(false);
		}
		return this.locks.releaseAsync(this).thenApply((wasHeld) -> {
			this.isGivenBack = true;
			return wasHeld;
		});
	}

	/**
	 * Holds it no longer, as far as this process is concerned.
	 * @return whether the store has answered already that it was given back
	 */
	private boolean end() {
		synchronized (this.actions) {
			this.state = (this.state == State.HELD) ? State.RELEASED : this.state;
		}
		this.locks.process().renewals().remove(this);
		return this.isGivenBack;
	}

	@Override
	public void set(String key, String value) {
		this.locks.set(name(), this.token, key, value);
	}

	@Override
	public CompletionStage<Void> setAsync(String key, String value) {
		return this.locks.setAsync(name(), this.token, key, value);
	}

	@Override
	public void delete(String key) {
		this.locks.delete(name(), this.token, key);
	}

	@Override
	public CompletionStage<Void> deleteAsync(String key) {
		return this.locks.deleteAsync(name(), this.token, key);
	}

	@Override
	public String toString() {
		return "%s, token %d, %s".formatted(this.claim.keys().text(), this.token, isHeld() ? "held" : "not held");
	}

	private enum State {

		HELD, LOST, RELEASED

	}

}
