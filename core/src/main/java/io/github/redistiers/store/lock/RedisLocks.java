package io.github.redistiers.store.lock;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

import io.github.redistiers.store.DurabilityLevel;
import io.github.redistiers.store.StoreCall;
import io.github.redistiers.store.StoreExceptionTranslation;
import io.github.redistiers.store.StoreFailure;
import io.github.redistiers.store.StructureContext;
import io.github.redistiers.store.StructureKeys;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Locks as strings with an expiry.
 */
final class RedisLocks implements LockRepository {

	private static final Duration FOR_EVER = Duration.ofDays(365);

	private final LockProcess process;

	private final LockCalls calls;

	private final Turns turns;

	private final StructureKeys keys;

	private final boolean isDurable;

	RedisLocks(StructureContext context, LockProcess process) {
		this.process = process;
		this.calls = new LockCalls(context, process.turns());
		this.turns = process.turns();
		this.keys = context.keys("lock");
		this.isDurable = context.durability() != DurabilityLevel.SERVER;
	}

	LockProcess process() {
		return this.process;
	}

	LockCalls calls() {
		return this.calls;
	}

	/**
	 * Whether changes are waited for that others made for this process.
	 */
	boolean isDurable() {
		return this.isDurable;
	}

	@Override
	public @Nullable HeldLock tryAcquire(String name, Lease lease) {
		Claim claim = claim(name, lease);
		long sent = this.process.now();
		try {
			return heldAfter(this.calls.call(claim.keys().text(), this.calls.tryNow(claim)), claim, sent);
		}
		catch (RuntimeException ex) {
			undo(claim, ex);
			throw ex;
		}
	}

	@Override
	public CompletionStage<@Nullable HeldLock> tryAcquireAsync(String name, Lease lease) {
		Claim claim = claim(name, lease);
		long sent = this.process.now();
		return this.calls.callAsync(claim.keys().text(), this.calls.tryNow(claim)).whenComplete((turn, failure) -> {
			if (failure != null) {
				undo(claim, failure);
			}
		}).thenApply((turn) -> heldAfter(turn, claim, sent));
	}

	@Override
	public HeldLock acquire(String name, Duration waitAtMost, Lease lease) throws InterruptedException {
		if (Thread.interrupted()) {
			throw new InterruptedException();
		}
		Waiter waiter = waiter(name, waitAtMost, lease);
		Claim claim = waiter.claim();
		long sent = this.process.now();
		try {
			waiter.begin(this.calls.call(claim.keys().text(), first(claim, waitAtMost)), sent);
		}
		catch (RuntimeException ex) {
			waiter.held().completeExceptionally(ex);
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
			throw ex;
		}
		return await(waiter);
	}

	private static HeldLock await(Waiter waiter) throws InterruptedException {
		try {
			return waiter.held().get();
		}
		catch (InterruptedException ex) {
			waiter.held().cancel(false);
			throw ex;
		}
		catch (ExecutionException ex) {
			Throwable cause = StoreExceptionTranslation.cause(ex);
			throw (cause instanceof RuntimeException unchecked) ? unchecked : new IllegalStateException(cause);
		}
	}

	@Override
	public CompletionStage<HeldLock> acquireAsync(String name, Duration waitAtMost, Lease lease) {
		Waiter waiter = waiter(name, waitAtMost, lease);
		Claim claim = waiter.claim();
		long sent = this.process.now();
		this.calls.callAsync(claim.keys().text(), first(claim, waitAtMost)).whenComplete((turn, failure) -> {
			if (failure != null) {
				waiter.held().completeExceptionally(StoreExceptionTranslation.cause(failure));
			}
			else {
				waiter.begin(turn, sent);
			}
		});
		return waiter.held();
	}

	private StoreCall<Turn> first(Claim claim, Duration waitAtMost) {
		return waitAtMost.isZero() ? this.calls.tryNow(claim) : this.calls.await(claim);
	}

	private Waiter waiter(String name, Duration waitAtMost, Lease lease) {
		Assert.isTrue(!waitAtMost.isNegative(),
				"Nobody waits for a negative time; zero takes a lock only if it is" + " free");
		Waiter waiter = new Waiter(this, this.turns, claim(name, lease),
				(waitAtMost.compareTo(FOR_EVER) < 0) ? waitAtMost : FOR_EVER);
		this.turns.add(waiter);
		return waiter;
	}

	private Claim claim(String name, Lease lease) {
		return new Claim(name, LockKeys.of(this.keys, name), this.process.nextOwner(), lease);
	}

	private @Nullable HeldLock heldAfter(Turn turn, Claim claim, long sent) {
		return turn.isMine() ? hold(claim, turn.token(), sent) : null;
	}

	/**
	 * Holds a lock from now on.
	 * @param begin before what moment its lease cannot have begun
	 */
	Hold hold(Claim claim, long token, long begin) {
		Hold hold = new Hold(this, claim, token, begin);
		this.process.renewals().add(hold);
		return hold;
	}

	/**
	 * Releases what an acquisition that failed may have acquired, without waiting: its
	 * caller gets no lock. If that fails too, the lease ends.
	 */
	private void undo(Claim claim, Throwable failure) {
		StoreFailure named = StoreFailure.of(failure);
		if (named != null && !named.isRetrySafe()) {
			this.calls.callAsync(claim.keys().text(), this.calls.leave(claim, 0));
		}
	}

	boolean release(Hold hold) {
		Claim claim = hold.claim();
		return this.calls.call(claim.keys().text(), this.calls.release(claim, hold.token()));
	}

	CompletionStage<Boolean> releaseAsync(Hold hold) {
		Claim claim = hold.claim();
		return this.calls.callAsync(claim.keys().text(), this.calls.release(claim, hold.token()));
	}

	@Override
	public boolean isLocked(String name) {
		byte[] key = this.keys.bytes(name);
		return this.calls.read(this.keys.text(name), (commands) -> commands.exists(key)) > 0;
	}

	@Override
	public CompletionStage<Boolean> isLockedAsync(String name) {
		byte[] key = this.keys.bytes(name);
		return this.calls.readAsync(this.keys.text(name), (commands) -> commands.exists(key))
			.thenApply((count) -> count > 0);
	}

	@Override
	public void set(String lock, long token, String key, String value) {
		guarded(lock, token, key, encoded(value));
	}

	@Override
	public CompletionStage<Void> setAsync(String lock, long token, String key, String value) {
		return guardedAsync(lock, token, key, encoded(value));
	}

	@Override
	public void delete(String lock, long token, String key) {
		guarded(lock, token, key, null);
	}

	@Override
	public CompletionStage<Void> deleteAsync(String lock, long token, String key) {
		return guardedAsync(lock, token, key, null);
	}

	private void guarded(String lock, long token, String key, byte @Nullable [] value) {
		byte[] lockKey = this.keys.bytes(lock);
		byte[] valueKey = valueKey(lock, key);
		if (!this.calls.call(new String(valueKey, StandardCharsets.UTF_8),
				this.calls.guarded(lockKey, token, valueKey, value))) {
			throw stale(lock, token);
		}
	}

	private CompletionStage<Void> guardedAsync(String lock, long token, String key, byte @Nullable [] value) {
		byte[] lockKey = this.keys.bytes(lock);
		byte[] valueKey = valueKey(lock, key);
		return this.calls
			.callAsync(new String(valueKey, StandardCharsets.UTF_8),
					this.calls.guarded(lockKey, token, valueKey, value))
			.thenCompose((isDone) -> isDone ? CompletableFuture.completedStage(null)
					: CompletableFuture.failedStage(stale(lock, token)));
	}

	private StaleTokenException stale(String lock, long token) {
		return new StaleTokenException(("The token %d does not hold the lock %s, so nothing was changed. The lock was"
				+ " released, its lease was over, or it is somebody else's by now.")
			.formatted(token, this.keys.text(lock)));
	}

	@Override
	public @Nullable String value(String lock, String key) {
		byte[] valueKey = valueKey(lock, key);
		return decoded(
				this.calls.read(new String(valueKey, StandardCharsets.UTF_8), (commands) -> commands.get(valueKey)));
	}

	@Override
	public CompletionStage<@Nullable String> valueAsync(String lock, String key) {
		byte[] valueKey = valueKey(lock, key);
		return this.calls.readAsync(new String(valueKey, StandardCharsets.UTF_8), (commands) -> commands.get(valueKey))
			.thenApply(RedisLocks::decoded);
	}

	/**
	 * In a group the locks share a tag, so that the lock's name stands before the key.
	 */
	private byte[] valueKey(String lock, String key) {
		Assert.hasText(key, "A key must not be blank");
		return this.keys.companion("value", lock,
				this.keys.shareOneSlot() ? lock.replace("%", "%25").replace(":", "%3A") + ":" + key : key);
	}

	private static byte[] encoded(String value) {
		try {
			ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(value));
			byte[] encoded = new byte[bytes.remaining()];
			bytes.get(encoded);
			return encoded;
		}
		catch (CharacterCodingException ex) {
			throw new IllegalArgumentException("A value has half a surrogate pair, which is no character", ex);
		}
	}

	private static @Nullable String decoded(byte @Nullable [] value) {
		return (value != null) ? new String(value, StandardCharsets.UTF_8) : null;
	}

}
