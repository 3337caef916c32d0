package io.github.redistiers.cache;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * What one Spring transaction does to one cache: it takes effect after the commit, in its
 * order, and not at all after a rollback. Where nobody knows whether it was committed,
 * the keys that it changes are evicted. Until then the transaction does not see the
 * cache's entries for them.
 */
final class CacheTransaction implements TransactionSynchronization {

	private final CacheTierCache cache;

	/**
	 * What is done while others act on the commit may come behind its turn.
	 */
	private final Queue<Runnable> afterCommit = new ArrayDeque<>();

	private final List<Runnable> withoutCommit = new ArrayList<>();

	private final Set<String> changedKeys = new HashSet<>();

	private boolean cleared;

	private CacheTransaction(CacheTierCache cache) {
		this.cache = cache;
	}

	/**
	 * The transaction of the calling thread, if it has one that changes a cache already.
	 */
	static @Nullable CacheTransaction current(CacheTierCache cache) {
		return (CacheTransaction) TransactionSynchronizationManager.getResource(cache);
	}

	static boolean isActive() {
		return TransactionSynchronizationManager.isSynchronizationActive()
				&& TransactionSynchronizationManager.isActualTransactionActive();
	}

	/**
	 * Whether the calling thread is in a transaction that was asked to read one snapshot
	 * from beginning to end.
	 */
	static boolean readsSnapshot() {
		Integer isolation = TransactionSynchronizationManager.getCurrentTransactionIsolationLevel();
		return isActive() && isolation != null && isolation >= TransactionDefinition.ISOLATION_REPEATABLE_READ;
	}

	/**
	 * The transaction of the calling thread, which must have one.
	 */
	static CacheTransaction required(CacheTierCache cache) {
		CacheTransaction current = current(cache);
		if (current == null) {
			current = new CacheTransaction(cache);
			TransactionSynchronizationManager.bindResource(cache, current);
			TransactionSynchronizationManager.registerSynchronization(current);
		}
		return current;
	}

	boolean hasChanged(String key) {
		return this.cleared || this.changedKeys.contains(key);
	}

	void change(String key, Runnable change) {
		this.changedKeys.add(key);
		this.afterCommit.add(change);
	}

	void clear(Runnable clear) {
		this.cleared = true;
		this.afterCommit.add(clear);
	}

	/**
	 * Does one thing after the commit, or another if there is none.
	 */
	void later(Runnable action, Runnable otherwise) {
		this.afterCommit.add(action);
		this.withoutCommit.add(otherwise);
	}

	@Override
	public void suspend() {
		TransactionSynchronizationManager.unbindResourceIfPossible(this.cache);
	}

	@Override
	public void resume() {
		TransactionSynchronizationManager.bindResource(this.cache, this);
	}

	@Override
	public void afterCommit() {
		Runnable change = this.afterCommit.poll();
		while (change != null) {
			change.run();
			change = this.afterCommit.poll();
		}
	}

	@Override
	public void afterCompletion(int status) {
		TransactionSynchronizationManager.unbindResourceIfPossible(this.cache);
		if (status == STATUS_COMMITTED) {
			afterCommit();
			return;
		}
		this.withoutCommit.forEach(Runnable::run);
		if (status == STATUS_UNKNOWN) {
			forgetChanges();
		}
	}

	private void forgetChanges() {
		if (this.cleared) {
			this.cache.clearNow();
		}
		else {
			this.changedKeys.forEach(this.cache::evictNow);
		}
	}

}
