package io.github.redistiers.store.lock;

import java.util.concurrent.CompletionStage;

/**
 * A lock that was acquired. It belongs to whoever has this object, not to a thread: it
 * may be passed on, and the same name acquired again, even in the same thread, waits.
 * Many threads may use it.
 *
 * @since 0.1.0
 */
public interface HeldLock extends AutoCloseable {

	/**
	 * What was locked.
	 * @return the name
	 */
	String name();

	/**
	 * The fencing token: greater than that of every earlier holder of the same lock. Send
	 * it along with whatever is done under the lock, so that those who receive it can
	 * refuse a smaller one than they have seen.
	 * @return a positive number below 2<sup>53</sup>
	 */
	long token();

	/**
	 * Whether the lock is certainly held. {@code false} as soon as its lease may be over:
	 * a lease counts from before the command was sent that began it, on this machine's
	 * monotonic clock. Asks nobody.
	 * @return {@code false} once it was released or lost, or the lease may be over
	 */
	boolean isHeld();

	/**
	 * Has something done once the lock is lost: when a renewal finds that it is, or its
	 * lease may be over since none succeeded, or a lease that is not renewed is over. If
	 * it is lost already, that is done now. It is not done once {@link #release} was
	 * called or the application is closed.
	 * <p>
	 * It runs on one of a few threads that all locks of the process share, a few
	 * milliseconds after {@link #isHeld} became {@code false} at the latest.
	 * @param action what to do, such as to interrupt who works; must not block
	 */
	void onLost(Runnable action);

	/**
	 * Gives the lock back; who has waited longest gets it. Only this acquisition is given
	 * back, never somebody else's. From the moment of the call {@link #isHeld} is
	 * {@code false} and the lease is not renewed.
	 * @return whether it was held until now; {@code false} if it had been lost or
	 * released before. Where {@code false} matters, what was done under the lock was not
	 * done alone
	 * @throws org.springframework.dao.DataAccessException if the store failed; the lock
	 * ends with its lease at the latest, and may be released again
	 */
	boolean release();

	/**
	 * Gives the lock back without waiting.
	 * @return as {@link #release}
	 */
	CompletionStage<Boolean> releaseAsync();

	/**
	 * Writes a value under this lock: {@link LockRepository#set} with its token.
	 * @param key what the application calls the value
	 * @param value the value
	 * @throws StaleTokenException if the lock is no longer held; nothing is written
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	void set(String key, String value);

	/**
	 * Writes a value without waiting.
	 * @param key what the application calls the value
	 * @param value the value
	 * @return completes when it is written
	 */
	CompletionStage<Void> setAsync(String key, String value);

	/**
	 * Deletes a value under this lock: {@link LockRepository#delete} with its token.
	 * @param key what the application calls the value
	 * @throws StaleTokenException if the lock is no longer held; nothing is deleted
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	void delete(String key);

	/**
	 * Deletes a value without waiting.
	 * @param key what the application calls the value
	 * @return completes when it is deleted
	 */
	CompletionStage<Void> deleteAsync(String key);

	/**
	 * Calls {@link #release}, for {@code try (…)}.
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	@Override
	default void close() {
		release();
	}

}
