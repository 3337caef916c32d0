package io.github.redistiers.store.lock;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.redistiers.store.StoreSubscription;

import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Those in this process that wait for locks, and the connection on which they hear that
 * it is their turn. It is opened when somebody waits for the first time.
 */
final class Turns implements StoreSubscription.Listener, AutoCloseable {

	private final Map<String, Waiter> waiters = new ConcurrentHashMap<>();

	private final StoreSubscription subscription;

	private volatile boolean isClosed;

	Turns(RedisConnectionFactory store, String keyPrefix, LockProcess process) {
		this.subscription = new StoreSubscription(store, LockCalls.channels(keyPrefix) + process.name(), this,
				(action, nanos) -> process.later(nanos, action));
	}

	void add(Waiter waiter) {
		this.waiters.put(waiter.owner(), waiter);
		if (this.isClosed) {
			waiter.close();
		}
	}

	void remove(Waiter waiter) {
		this.waiters.remove(waiter.owner());
	}

	/**
	 * Whether turns are heard of. Opens the connection if they are not.
	 */
	boolean areHeard() {
		return this.subscription.isHeard();
	}

	@Override
	public boolean isWaiting() {
		return !this.waiters.isEmpty();
	}

	/**
	 * One may have come while nobody listened.
	 */
	@Override
	public void opened() {
		this.waiters.values().forEach(Waiter::ask);
	}

	@Override
	public void heard(String message) {
		String[] parts = message.split(" ");
		if (parts.length == 2) {
			call(parts[0], Long.parseLong(parts[1]));
		}
	}

	/**
	 * Tells one that it has its lock.
	 */
	void call(String owner, long token) {
		Waiter waiter = this.waiters.get(owner);
		// one that is not there any more has left, or will
		if (waiter != null) {
			waiter.hear(token);
		}
	}

	@Override
	public void close() {
		this.isClosed = true;
		this.waiters.values().forEach(Waiter::close);
		this.subscription.close();
	}

}
