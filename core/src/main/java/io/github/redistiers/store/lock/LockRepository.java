package io.github.redistiers.store.lock;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

/**
 * Locks with fencing tokens: many locks under one repository, each of which one caller
 * holds at a time, in whatever process.
 *
 * <pre class="code">
 * &#064;StoreRepository("orders")
 * interface OrderLocks extends LockRepository {
 * }
 *
 * try (HeldLock lock = locks.acquire(orderId, Duration.ofSeconds(5))) {
 * 	warehouse.ship(orderId, lock.token());
 * }
 * </pre>
 *
 * <h2>What holds</h2> A lock is a {@linkplain Lease lease}: it ends by itself if its
 * holder is heard of no more. So a holder that was paused for longer may work on while
 * somebody else has the lock, and no lock service can prevent that. What prevents damage
 * is the {@linkplain HeldLock#token() token}, which only grows: {@link #set} and
 * {@link #delete} refuse one that no longer holds the lock, and other systems can refuse
 * one that is smaller than they have seen.
 * <p>
 * Tokens are the server's time in microseconds, or the last token plus one where that is
 * greater. So they grow over expiry, deletion and restart, over a failover that lost the
 * last ones, and over a clock that was put back within an hour after the lease ended.
 * <p>
 * Locks are not reentrant and belong to no thread.
 * <p>
 * Who waits for a lock stands in a queue in Redis, first come, first served, and gets the
 * lock by the release of who had it. A waiter that is heard of no more is passed over
 * after ten seconds. Waiters ask again every three seconds, who is first every second;
 * otherwise nothing is sent while they wait.
 *
 * <h2>In Redis</h2>
 * <table>
 * <caption>Keys of the lock 42 of the repository orders, without a group and in the group
 * checkout</caption>
 * <tr>
 * <th>key</th>
 * <th>value</th>
 * <th>lives</th>
 * </tr>
 * <tr>
 * <td>{@code shop:lock:orders:42}<br>
 * <code>shop:lock:{checkout}:orders:42</code></td>
 * <td>a string, {@code <token> <owner>}; there exactly while the lock is held</td>
 * <td>for the lease</td>
 * </tr>
 * <tr>
 * <td><code>shop:lock-token:{shop:lock:orders:42}</code><br>
 * <code>shop:lock-token:{checkout}:orders:42</code></td>
 * <td>a string, the last token</td>
 * <td>for the lease and an hour</td>
 * </tr>
 * <tr>
 * <td><code>shop:lock-queue:{shop:lock:orders:42}</code><br>
 * <code>shop:lock-queue:{checkout}:orders:42</code></td>
 * <td>a sorted set of owners that wait, by ticket</td>
 * <td>while somebody waits</td>
 * </tr>
 * <tr>
 * <td><code>shop:lock-waiters:{shop:lock:orders:42}</code><br>
 * <code>shop:lock-waiters:{checkout}:orders:42</code></td>
 * <td>a hash of the same owners: until when each is believed to wait, and its lease</td>
 * <td>while somebody waits</td>
 * </tr>
 * <tr>
 * <td><code>shop:lock-value:{shop:lock:orders:42}:total</code><br>
 * <code>shop:lock-value:{checkout}:orders:42:total</code></td>
 * <td>a string, the value {@code total}. In a group a colon of the lock's name is written
 * <code>%3A</code>, a percent sign <code>%25</code></td>
 * <td>until it is deleted</td>
 * </tr>
 * </table>
 * <p>
 * An owner is {@code <process>/<number>}, another one for each acquisition. A process in
 * which somebody waits listens on the channel {@code shop:lock-turn:<process>}, on a
 * connection of its own; where the store's user may not use that channel, waiters ask ten
 * times a second instead.
 * <table>
 * <caption>Commands</caption>
 * <tr>
 * <th>method</th>
 * <th>script</th>
 * <th>commands in it</th>
 * </tr>
 * <tr>
 * <td>{@link #tryAcquire}, {@link #acquire}</td>
 * <td>{@code turn.lua}</td>
 * <td>GET, EXISTS, TIME, SET; with somebody waiting also ZRANGE, HGET, ZREM, HDEL,
 * PUBLISH; to wait also HSET, ZRANK, ZADD, ZCARD, PEXPIRE, PTTL</td>
 * </tr>
 * <tr>
 * <td>{@link HeldLock#release}</td>
 * <td>{@code turn.lua}</td>
 * <td>GET, EXISTS, DEL; with somebody waiting also those above</td>
 * </tr>
 * <tr>
 * <td>renewal</td>
 * <td>{@code renew.lua}</td>
 * <td>GET, PEXPIRE; for all locks of a cluster slot together</td>
 * </tr>
 * <tr>
 * <td>{@link #set}, {@link #delete}</td>
 * <td>{@code guarded.lua}</td>
 * <td>GET, STRLEN, SET or DEL</td>
 * </tr>
 * <tr>
 * <td>{@link #value}</td>
 * <td></td>
 * <td>GET</td>
 * </tr>
 * <tr>
 * <td>{@link #isLocked}</td>
 * <td></td>
 * <td>EXISTS</td>
 * </tr>
 * </table>
 * <p>
 * Each method is atomic. A full store refuses acquisitions and values, and lets holders
 * release and renew. One that threw says whether it happened: see
 * {@link io.github.redistiers.store.StoreFailure}; what an acquisition may have left
 * behind is released, or ends with its lease.
 * <p>
 * The methods that return a {@link CompletionStage} do the same without waiting; their
 * stages fail as the others throw.
 * <p>
 * Names and keys are any text that is not blank and no longer than
 * {@link io.github.redistiers.store.StructureKeys#MAX_LENGTH}; others throw an
 * {@link IllegalArgumentException}.
 *
 * @since 0.1.0
 */
public interface LockRepository {

	/**
	 * Acquires a lock if it is free and nobody waits for it, with the lease
	 * {@link Lease#DEFAULT}.
	 * @param name what to lock
	 * @return the lock; {@code null} if others hold it or wait for it. {@code try (…)}
	 * accepts {@code null}
	 * @throws NotALockException if something else lives under the lock's keys
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	default @Nullable HeldLock tryAcquire(String name) {
		return tryAcquire(name, Lease.DEFAULT);
	}

	/**
	 * Acquires a lock if it is free and nobody waits for it.
	 * @param name what to lock
	 * @param lease for how long
	 * @return the lock; {@code null} if others hold it or wait for it
	 * @throws NotALockException if something else lives under the lock's keys
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	@Nullable HeldLock tryAcquire(String name, Lease lease);

	/**
	 * Acquires a lock if it is free, without waiting for the answer.
	 * @param name what to lock
	 * @return the lock, or {@code null}
	 */
	default CompletionStage<@Nullable HeldLock> tryAcquireAsync(String name) {
		return tryAcquireAsync(name, Lease.DEFAULT);
	}

	/**
	 * Acquires a lock if it is free, without waiting for the answer.
	 * @param name what to lock
	 * @param lease for how long
	 * @return the lock, or {@code null}
	 */
	CompletionStage<@Nullable HeldLock> tryAcquireAsync(String name, Lease lease);

	/**
	 * Acquires a lock with the lease {@link Lease#DEFAULT}, and waits until it is this
	 * caller's turn.
	 * @param name what to lock
	 * @param waitAtMost how long to wait; zero to take it only if it is free
	 * @return the lock
	 * @throws InterruptedException if the thread is interrupted before or while it waits;
	 * it leaves the queue
	 * @throws LockNotAcquiredException if the lock was others' for that long
	 * @throws NotALockException if something else lives under the lock's keys
	 * @throws org.springframework.dao.DataAccessException if the store failed; once the
	 * caller waits, failures that pass are waited for as well
	 */
	default HeldLock acquire(String name, Duration waitAtMost) throws InterruptedException {
		return acquire(name, waitAtMost, Lease.DEFAULT);
	}

	/**
	 * Acquires a lock, and waits until it is this caller's turn.
	 * @param name what to lock
	 * @param waitAtMost how long to wait; zero to take it only if it is free
	 * @param lease for how long
	 * @return the lock
	 * @throws InterruptedException if the thread is interrupted before or while it waits;
	 * it leaves the queue
	 * @throws LockNotAcquiredException if the lock was others' for that long
	 * @throws NotALockException if something else lives under the lock's keys
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	HeldLock acquire(String name, Duration waitAtMost, Lease lease) throws InterruptedException;

	/**
	 * Acquires a lock when it is its turn, without blocking.
	 * @param name what to lock
	 * @param waitAtMost how long to wait
	 * @return the lock; cancelling it leaves the queue
	 */
	default CompletionStage<HeldLock> acquireAsync(String name, Duration waitAtMost) {
		return acquireAsync(name, waitAtMost, Lease.DEFAULT);
	}

	/**
	 * Acquires a lock when it is its turn, without blocking.
	 * @param name what to lock
	 * @param waitAtMost how long to wait
	 * @param lease for how long
	 * @return the lock; cancelling it leaves the queue
	 */
	CompletionStage<HeldLock> acquireAsync(String name, Duration waitAtMost, Lease lease);

	/**
	 * Whether anybody holds a lock. It may be otherwise when this returns.
	 * @param name what was locked
	 * @return whether it is held
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	boolean isLocked(String name);

	/**
	 * Whether anybody holds a lock, without waiting.
	 * @param name what was locked
	 * @return whether it is held
	 */
	CompletionStage<Boolean> isLockedAsync(String name);

	/**
	 * Writes a value if a token holds its lock, in one step. The token may have come from
	 * another process, which holds the lock.
	 * @param lock the lock that guards the value
	 * @param token the lock's token
	 * @param key what the application calls the value
	 * @param value the value
	 * @throws StaleTokenException if the token does not hold the lock; nothing is written
	 * @throws NotALockException if something else than a value lives there, or than a
	 * lock; nothing is written
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	void set(String lock, long token, String key, String value);

	/**
	 * Writes a value if a token holds its lock, without waiting.
	 * @param lock the lock that guards the value
	 * @param token the lock's token
	 * @param key what the application calls the value
	 * @param value the value
	 * @return completes when it is written
	 */
	CompletionStage<Void> setAsync(String lock, long token, String key, String value);

	/**
	 * Deletes a value if a token holds its lock, in one step.
	 * @param lock the lock that guards the value
	 * @param token the lock's token
	 * @param key what the application calls the value
	 * @throws StaleTokenException if the token does not hold the lock; nothing is deleted
	 * @throws NotALockException if something else than a value lives there, or than a
	 * lock; nothing is deleted
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	void delete(String lock, long token, String key);

	/**
	 * Deletes a value if a token holds its lock, without waiting.
	 * @param lock the lock that guards the value
	 * @param token the lock's token
	 * @param key what the application calls the value
	 * @return completes when it is deleted
	 */
	CompletionStage<Void> deleteAsync(String lock, long token, String key);

	/**
	 * Reads a value. Everybody may, without the lock.
	 * @param lock the lock that guards the value
	 * @param key what the application calls the value
	 * @return the value; {@code null} if there is none
	 * @throws NotALockException if something else than a value lives there
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	@Nullable String value(String lock, String key);

	/**
	 * Reads a value without waiting.
	 * @param lock the lock that guards the value
	 * @param key what the application calls the value
	 * @return the value, or {@code null}
	 */
	CompletionStage<@Nullable String> valueAsync(String lock, String key);

}
