package io.github.redistiers.store.session;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.redistiers.script.Script;
import io.github.redistiers.store.StoreCall;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

/**
 * What is sent to the server.
 */
final class SessionCommands {

	private static final Script SAVE = script("save.lua", ScriptOutputType.INTEGER);

	private static final Script FIND = script("find.lua", ScriptOutputType.MULTI);

	private static final Script DELETE = script("delete.lua", ScriptOutputType.MULTI);

	private static final Script EXPIRE = script("expire.lua", ScriptOutputType.MULTI);

	private static final Script INDEX = script("index.lua", ScriptOutputType.INTEGER);

	private static final Script DUE = script("due.lua", ScriptOutputType.MULTI);

	private static final Script LEASE = script("lease.lua", ScriptOutputType.INTEGER);

	private final SessionKeys keys;

	private final SessionForm written;

	private final SessionForm other;

	/**
	 * The commands.
	 * @param keys the keys
	 * @param written the layout that new sessions have
	 * @param other the other one
	 */
	SessionCommands(SessionKeys keys, SessionForm written, SessionForm other) {
		this.keys = keys;
		this.written = written;
		this.other = other;
	}

	private static Script script(String file, ScriptOutputType reply) {
		return Script.of(SessionCommands.class, file, reply);
	}

	SessionForm written() {
		return this.written;
	}

	SessionForm form(SessionLayout layout) {
		return (this.written.layout() == layout) ? this.written : this.other;
	}

	SessionForm opposite(SessionForm form) {
		return (form == this.written) ? this.other : this.written;
	}

	private byte[][] both(SessionForm first, String id) {
		return new byte[][] { first.key(id), opposite(first).key(id) };
	}

	/**
	 * Looks where most sessions are.
	 */
	StoreCall<Stored> load(String id) {
		byte[] key = this.written.key(id);
		return (commands) -> {
			CompletionStage<Long> left = commands.pttl(key);
			return left.thenCombine(commands.hgetall(key), (millis, fields) -> Stored.of(this.written, millis, fields));
		};
	}

	/**
	 * Looks in both layouts at once.
	 */
	StoreCall<Stored> find(String id) {
		byte[][] both = both(this.written, id);
		return (commands) -> FIND.<List<Object>>run(commands, both).thenApply((reply) -> {
			int place = ((Long) reply.get(0)).intValue();
			if (place <= 0) {
				return (place < 0) ? Stored.unreadable(this.written) : Stored.none(this.written);
			}
			return Stored.of((place == 1) ? this.written : this.other, (Long) reply.get(1), (List<?>) reply.get(2));
		});
	}

	StoreCall<Stored> delete(String id) {
		byte[][] both = both(this.written, id);
		return (commands) -> DELETE.<List<Object>>run(commands, both).thenApply((reply) -> {
			int place = ((Long) reply.get(0)).intValue();
			return (place == 0) ? Stored.none(this.written)
					: Stored.of((place == 1) ? this.written : this.other, -1, (List<?>) reply.get(1));
		});
	}

	/**
	 * Saves a session. Where its end or its owner changes, that is noted first: what is
	 * refused then has changed nothing, and what is noted of a session that is not there
	 * does no harm.
	 * @param before whose it was until now
	 */
	StoreCall<Long> save(String id, SessionChange change, @Nullable String before, long idle) {
		byte[][] both = both(change.form(), id);
		byte[][] arguments = change.arguments();
		String owner = change.principal();
		boolean ends = change.life() != 0 && change.form().layout() == SessionLayout.TIERS;
		boolean owned = owner != null && (change.life() != 0 || !owner.equals(before));
		boolean left = before != null && !before.equals(owner);
		return (commands) -> {
			if (!ends && !owned && !left) {
				return SAVE.run(commands, both, arguments);
			}
			CompletionStage<Long> noted = ends ? index(commands, this.keys.end(id), id, idle, false) : done(1L);
			if (owned) {
				CompletionStage<Long> end = noted;
				noted = index(commands, this.keys.principal(Objects.requireNonNull(owner)), id, idle, true)
					.thenCombine(end, (one, two) -> one);
			}
			CompletionStage<Long> saved = noted.thenCompose((done) -> SAVE.<Long>run(commands, both, arguments));
			return left ? saved.thenCompose(
					(reply) -> commands.zrem(this.keys.principal(Objects.requireNonNull(before)), SessionForm.bytes(id))
						.thenApply((removed) -> reply))
					: saved;
		};
	}

	private static CompletionStage<Long> index(RedisClusterAsyncCommands<byte[], byte[]> commands, byte[] key,
			String id, long idle, boolean pruned) {
		return INDEX.run(commands, new byte[][] { key }, SessionForm.bytes(id), SessionForm.bytes(idle),
				SessionForm.bytes(pruned ? 1 : 0));
	}

	/**
	 * Notes anew when a session ends.
	 */
	StoreCall<Long> index(String id, long idle) {
		return (commands) -> index(commands, this.keys.end(id), id, idle, false);
	}

	/**
	 * Forgets when a session ends, and whose it was.
	 */
	StoreCall<Long> forget(String id, @Nullable String principal) {
		return (commands) -> {
			CompletionStage<Long> forgotten = commands.zrem(this.keys.end(id), SessionForm.bytes(id));
			return (principal == null) ? forgotten : forgotten.thenCombine(
					commands.zrem(this.keys.principal(principal), SessionForm.bytes(id)), (one, two) -> one + two);
		};
	}

	StoreCall<List<String>> ofPrincipal(String name) {
		byte[] key = this.keys.principal(name);
		return (commands) -> commands.zrange(key, 0, -1)
			.thenApply((ids) -> ids.stream().map(SessionCommands::text).toList());
	}

	StoreCall<Long> takeTurn(String process, long millis) {
		byte[][] key = { this.keys.sweep() };
		return (commands) -> LEASE.run(commands, key, SessionForm.bytes(process), SessionForm.bytes(millis));
	}

	StoreCall<List<String>> due(int shard, int limit) {
		byte[][] key = { this.keys.end(shard) };
		return (commands) -> DUE.<List<Object>>run(commands, key, SessionForm.bytes(limit))
			.thenApply((ids) -> ids.stream().map((id) -> text((byte[]) id)).toList());
	}

	/**
	 * Some sessions of a part, those first that end first.
	 */
	StoreCall<List<String>> some(int shard, int limit) {
		byte[] key = this.keys.end(shard);
		return (commands) -> commands.zrange(key, 0, limit - 1)
			.thenApply((ids) -> ids.stream().map(SessionCommands::text).toList());
	}

	/**
	 * Removes a session if it has ended.
	 * @return the session that was removed; one without fields and with the time it has
	 * left, if it lives on; {@code null} if it is not there
	 */
	StoreCall<@Nullable Stored> expire(String id) {
		SessionForm form = form(SessionLayout.TIERS);
		byte[][] key = { form.key(id) };
		byte[] grace = SessionForm.bytes(form.grace());
		return (commands) -> EXPIRE.<List<Object>>run(commands, key, grace)
			.thenApply((reply) -> switch (((Long) reply.get(0)).intValue()) {
				case 2 -> Stored.of(form, 0, (List<?>) reply.get(1));
				case 1 -> Stored.of(form, (Long) reply.get(1), List.of());
				default -> null;
			});
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	static <T> CompletionStage<T> done(T value) {
		return CompletableFuture.completedFuture(value);
	}

}
