package io.github.redistiers.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import io.github.redistiers.script.Script;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

/**
 * Where all processes of an application add what they write, and where the one that leads
 * says how long entries are to live: a hash in Redis. Losing it loses nothing: another
 * one is begun, and the lives stay as each process knows them.
 */
final class LivesBoard {

	/**
	 * So that an application that was restarted, or is used in the daytime only, goes on
	 * with the lives that it had.
	 */
	private static final Duration KEPT = Duration.ofDays(1);

	private static final String WRITTEN = "bytes:";

	private static final String LIFE = "life:";

	private static final String FICTION = "fiction:";

	private static final Script SHARE = Script.of(LivesBoard.class, "share-lives.lua", ScriptOutputType.MULTI);

	private final byte[] key;

	private final String process;

	/**
	 * A board.
	 * @param key where it is
	 * @param process the id of this process
	 */
	LivesBoard(String key, String process) {
		this.key = bytes(key);
		this.process = process;
	}

	/**
	 * Adds what this process has written and reads the board.
	 * @param written the bytes by cache
	 * @param lead how long this process leads, unless it comes again, if no other does
	 */
	CompletableFuture<Words> add(RedisClusterAsyncCommands<byte[], byte[]> commands, Map<String, Long> written,
			Duration lead) {
		List<byte[]> pairs = new ArrayList<>();
		written.forEach((cache, bytes) -> {
			pairs.add(bytes(WRITTEN + cache));
			pairs.add(bytes(Long.toString(bytes)));
		});
		return share(commands, lead, written.size(), pairs);
	}

	/**
	 * Says how long entries are to live, unless another process leads by now.
	 * @param lives in seconds, by pool
	 * @param fiction sentences by cache, empty ones where there is nothing to say
	 */
	CompletableFuture<Words> say(RedisClusterAsyncCommands<byte[], byte[]> commands, Map<String, Double> lives,
			Map<String, String> fiction, Duration lead) {
		List<byte[]> pairs = new ArrayList<>();
		lives.forEach((pool, life) -> {
			pairs.add(bytes(LIFE + pool));
			pairs.add(bytes(Double.toString(life)));
		});
		fiction.forEach((cache, sentence) -> {
			pairs.add(bytes(FICTION + cache));
			pairs.add(bytes(sentence));
		});
		return share(commands, lead, 0, pairs);
	}

	private CompletableFuture<Words> share(RedisClusterAsyncCommands<byte[], byte[]> commands, Duration lead, int adds,
			List<byte[]> pairs) {
		List<byte[]> arguments = new ArrayList<>(List.of(bytes(this.process), bytes(Long.toString(lead.toMillis())),
				bytes(Long.toString(KEPT.toMillis())), bytes(Integer.toString(adds))));
		arguments.addAll(pairs);
		return SHARE.<List<Object>>run(commands, new byte[][] { this.key }, arguments.toArray(byte[][]::new))
			.toCompletableFuture()
			.thenApply(LivesBoard::words);
	}

	private static Words words(List<Object> reply) {
		Map<String, String> fields = new HashMap<>();
		if (reply.get(1) instanceof List<?> flat) {
			for (int i = 0; i + 1 < flat.size(); i += 2) {
				fields.put(text(flat.get(i)), text(flat.get(i + 1)));
			}
		}
		return new Words(Long.valueOf(1).equals(reply.get(0)), fields);
	}

	private static String text(Object bytes) {
		return new String((byte[]) bytes, StandardCharsets.UTF_8);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * What the board says.
	 *
	 * @param leads whether this process leads
	 * @param fields all fields
	 */
	record Words(boolean leads, Map<String, String> fields) {

		/**
		 * What was ever written, in bytes by cache.
		 */
		Map<String, Double> written() {
			return fields(WRITTEN, Double::valueOf);
		}

		/**
		 * In seconds, by pool.
		 */
		Map<String, Double> lives() {
			return fields(LIFE, Double::valueOf);
		}

		/**
		 * Sentences by cache, also empty ones.
		 */
		Map<String, String> fiction() {
			return fields(FICTION, Function.identity());
		}

		private <T> Map<String, T> fields(String prefix, Function<String, T> value) {
			Map<String, T> found = new TreeMap<>();
			this.fields.forEach((field, text) -> {
				if (field.startsWith(prefix)) {
					found.put(field.substring(prefix.length()), value.apply(text));
				}
			});
			return found;
		}

	}

}
