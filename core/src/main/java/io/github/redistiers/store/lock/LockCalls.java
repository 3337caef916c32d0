package io.github.redistiers.store.lock;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

import io.github.redistiers.script.Script;
import io.github.redistiers.store.ServerObjection;
import io.github.redistiers.store.StoreCall;
import io.github.redistiers.store.StructureContext;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

/**
 * The scripts of locks, and names for what fails in them.
 */
final class LockCalls {

	/**
	 * How long a waiter is believed to wait that does not ask again.
	 */
	static final Duration PATIENCE = Duration.ofSeconds(10);

	/**
	 * How long a token is remembered after its lease.
	 */
	static final Duration REMEMBERED = Duration.ofHours(1);

	private static final Script TURN = Script.of(LockCalls.class, "turn.lua", ScriptOutputType.MULTI);

	private static final Script RENEW = Script.of(LockCalls.class, "renew.lua", ScriptOutputType.MULTI);

	private static final Script GUARDED = Script.of(LockCalls.class, "guarded.lua", ScriptOutputType.INTEGER);

	private static final byte[] TRY = ascii("try");

	private static final byte[] WAIT = ascii("wait");

	private static final byte[] RELEASE = ascii("release");

	private static final byte[] LEAVE = ascii("leave");

	private static final byte[] REMEMBERED_MILLIS = digits(REMEMBERED.toMillis());

	private static final byte[] PATIENCE_MILLIS = digits(PATIENCE.toMillis());

	private final StructureContext context;

	private final Turns turns;

	private final byte[] channels;

	LockCalls(StructureContext context, Turns turns) {
		this.context = context;
		this.turns = turns;
		this.channels = channels(context.keyPrefix()).getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * What the channel begins with on which a process hears that it is its turn.
	 */
	static String channels(String keyPrefix) {
		return keyPrefix + "lock-turn:";
	}

	/**
	 * Takes the lock if it is free.
	 */
	StoreCall<Turn> tryNow(Claim claim) {
		return turn(TRY, claim, 0);
	}

	/**
	 * Takes the lock, or waits for it. May be called again.
	 */
	StoreCall<Turn> await(Claim claim) {
		return turn(WAIT, claim, 0);
	}

	/**
	 * Gives the lock back if it is held with a token.
	 */
	StoreCall<Boolean> release(Claim claim, long token) {
		return giveBack(RELEASE, claim, token);
	}

	/**
	 * Waits no longer, and gives the lock back if it came meanwhile.
	 * @param kept the token with which the lock is held nevertheless, or 0
	 */
	StoreCall<Boolean> leave(Claim claim, long kept) {
		return giveBack(LEAVE, claim, kept);
	}

	private StoreCall<Turn> turn(byte[] what, Claim claim, long token) {
		return (commands) -> run(commands, what, claim, token).thenApply(Turn::of);
	}

	/**
	 * Tells the next one, where that is in this process.
	 */
	private StoreCall<Boolean> giveBack(byte[] what, Claim claim, long token) {
		return (commands) -> run(commands, what, claim, token).thenApply((reply) -> {
			if (reply.size() > 1) {
				this.turns.call(new String((byte[]) reply.get(1), StandardCharsets.US_ASCII), (Long) reply.get(2));
			}
			return (Long) reply.get(0) == 1;
		});
	}

	private CompletionStage<List<Object>> run(RedisClusterAsyncCommands<byte[], byte[]> commands, byte[] what,
			Claim claim, long token) {
		byte[][] arguments = { what, ascii(claim.owner()), digits(token), digits(claim.lease().length().toMillis()),
				REMEMBERED_MILLIS, PATIENCE_MILLIS, this.channels };
		return TURN.run(commands, claim.keys().all(), arguments);
	}

	/**
	 * Renews leases, all in one cluster slot.
	 * @return whether each is still held
	 */
	CompletionStage<List<Boolean>> renew(List<Hold> holds) {
		List<byte[]> keys = new ArrayList<>();
		List<byte[]> arguments = new ArrayList<>(List.of(REMEMBERED_MILLIS));
		for (Hold hold : holds) {
			Claim claim = hold.claim();
			keys.add(claim.keys().lock());
			keys.add(claim.keys().lastToken());
			arguments.add(claim.value(hold.token()));
			arguments.add(digits(claim.lease().length().toMillis()));
		}
		return this.context.callAsync((commands) -> RENEW
			.<List<Object>>run(commands, keys.toArray(byte[][]::new), arguments.toArray(byte[][]::new))
			.thenApply((replies) -> replies.stream().map((reply) -> (Long) reply == 1).toList()));
	}

	/**
	 * Writes or deletes a value.
	 * @param value {@code null} to delete
	 */
	StoreCall<Boolean> guarded(byte[] lock, long token, byte[] key, byte @Nullable [] value) {
		byte[][] keys = { lock, key };
		byte[][] arguments = (value != null) ? new byte[][] { digits(token), value } : new byte[][] { digits(token) };
		return (commands) -> GUARDED.<Long>run(commands, keys, arguments).thenApply((reply) -> reply == 1);
	}

	<T extends @Nullable Object> T call(String key, StoreCall<T> call) {
		try {
			return this.context.call(call);
		}
		catch (RuntimeException ex) {
			throw named(key, ex);
		}
	}

	<T extends @Nullable Object> CompletionStage<T> callAsync(String key, StoreCall<T> call) {
		return named(key, this.context.callAsync(call));
	}

	<T extends @Nullable Object> T read(String key, StoreCall<T> call) {
		try {
			return this.context.read(call);
		}
		catch (RuntimeException ex) {
			throw named(key, ex);
		}
	}

	<T extends @Nullable Object> CompletionStage<T> readAsync(String key, StoreCall<T> call) {
		return named(key, this.context.readAsync(call));
	}

	private static <T extends @Nullable Object> CompletionStage<T> named(String key, CompletionStage<T> answer) {
		return ServerObjection.named(answer, (failure) -> named(key, failure));
	}

	private static RuntimeException named(String key, RuntimeException failure) {
		if (ServerObjection.isWrongType(failure) || ServerObjection.words(failure).contains("this is no")) {
			return new NotALockException("Something else than a lock lives under this key, or than what belongs to a"
					+ " lock under a key beside it; nothing was changed: " + key, failure);
		}
		return failure;
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	private static byte[] digits(long number) {
		return ascii(Long.toString(number));
	}

}
