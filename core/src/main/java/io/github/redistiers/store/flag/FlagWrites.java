package io.github.redistiers.store.flag;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.redistiers.script.Script;
import io.github.redistiers.store.StoreCall;
import io.github.redistiers.store.StructureContext;
import io.lettuce.core.ScriptOutputType;

import org.springframework.util.Assert;

/**
 * Changes the flags under one key. Where the store has lost flags that this process
 * knows, they are written back first.
 */
final class FlagWrites {

	private static final Script SET = Script.of(FlagWrites.class, "set.lua", ScriptOutputType.INTEGER);

	private static final Script DELETE = Script.of(FlagWrites.class, "delete.lua", ScriptOutputType.INTEGER);

	private static final Script RESTORE = Script.of(FlagWrites.class, "restore.lua", ScriptOutputType.INTEGER);

	private static final SecureRandom RANDOM = new SecureRandom();

	private static final int MAX_LENGTH = 65_536;

	private static final int ID_LENGTH = 8;

	/**
	 * What the scripts reply instead of changing anything: these are other flags than
	 * this process knows.
	 */
	private static final long OTHERS = -1;

	private final StructureContext context;

	private final FlagValues values;

	private final byte[][] keys;

	FlagWrites(StructureContext context, String key, FlagValues values) {
		this.context = context;
		this.values = values;
		this.keys = new byte[][] { bytes(key) };
	}

	/**
	 * Gives a flag a text.
	 */
	Change set(String name, String text) {
		Assert.isTrue(text.length() <= MAX_LENGTH,
				() -> "A flag's text has %,d characters; at most 65,536 can be stored".formatted(text.length()));
		byte[] nameBytes = bytes(name);
		byte[] textBytes = bytes(text);
		return new Change((id) -> run(SET, id, freshId(), nameBytes, textBytes));
	}

	/**
	 * Removes what is stored of a flag.
	 */
	Change delete(String name) {
		Assert.hasText(name, "A flag's name is not blank");
		Assert.isTrue(!name.equals(FlagValues.ID) && name.length() <= MAX_LENGTH, "No flag has that name");
		byte[] nameBytes = bytes(name);
		return new Change((id) -> run(DELETE, id, freshId(), nameBytes));
	}

	/**
	 * Writes back what this process knows and the store does not.
	 */
	StoreCall<Long> restore() {
		List<byte[]> known = new ArrayList<>(List.of(known(), freshId()));
		for (Map.Entry<String, String> flag : this.values.texts().entrySet()) {
			known.add(bytes(flag.getKey()));
			known.add(bytes(flag.getValue()));
		}
		return run(RESTORE, known.toArray(byte[][]::new));
	}

	private StoreCall<Long> run(Script script, byte[]... arguments) {
		return (commands) -> script.run(commands, this.keys, arguments);
	}

	private byte[] known() {
		String id = this.values.id();
		return bytes((id != null) ? id : "");
	}

	private static byte[] freshId() {
		byte[] id = new byte[ID_LENGTH];
		RANDOM.nextBytes(id);
		return bytes(HexFormat.of().formatHex(id));
	}

	private static byte[] bytes(String text) {
		try {
			ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
			byte[] encoded = new byte[bytes.remaining()];
			bytes.get(encoded);
			return encoded;
		}
		catch (CharacterCodingException ex) {
			throw new IllegalArgumentException("A flag has half a surrogate pair, which is no character", ex);
		}
	}

	/**
	 * A change of one flag.
	 */
	final class Change {

		private final Attempt attempt;

		private Change(Attempt attempt) {
			this.attempt = attempt;
		}

		/**
		 * Makes the change and waits for it.
		 * @return whether there is anything that was not there before, or the other way
		 * round
		 */
		boolean run() {
			StructureContext context = FlagWrites.this.context;
			long reply = FlagWrites.this.values.lost().isEmpty() ? context.call(this.attempt.with(known())) : OTHERS;
			if (reply == OTHERS) {
				context.call(restore());
				reply = context.call(this.attempt.with(bytes("")));
			}
			return reply > 0;
		}

		/**
		 * Makes the change.
		 */
		CompletionStage<Boolean> begin() {
			StructureContext context = FlagWrites.this.context;
			CompletionStage<Long> first = FlagWrites.this.values.lost().isEmpty()
					? context.callAsync(this.attempt.with(known())) : CompletableFuture.completedStage(OTHERS);
			return first
				.thenCompose((reply) -> (reply == OTHERS)
						? context.callAsync(restore())
							.thenCompose((restored) -> context.callAsync(this.attempt.with(bytes(""))))
						: CompletableFuture.completedStage(reply))
				.thenApply((reply) -> reply > 0);
		}

	}

	/**
	 * A script, which refuses to change other flags than those with an id, unless that is
	 * empty.
	 */
	@FunctionalInterface
	private interface Attempt {

		StoreCall<Long> with(byte[] id);

	}

}
