package io.github.redistiers.store.entity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.redistiers.script.Script;
import io.github.redistiers.store.ServerObjection;
import io.lettuce.core.ScriptOutputType;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.ClusterSlotHashUtil;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.ReturnType;

/**
 * What is to become of the keys of one entity. What a full server refuses comes first, so
 * that it refuses all.
 */
final class EntityChange {

	private static final Script CHANGE = Script.of(EntityChange.class, "change.lua", ScriptOutputType.INTEGER);

	private final Map<ByteBuffer, KeyChange> keys = new LinkedHashMap<>();

	KeyChange of(byte[] key) {
		return this.keys.computeIfAbsent(ByteBuffer.wrap(key), (added) -> new KeyChange());
	}

	/**
	 * Sends the change, as one script where one server has all keys.
	 */
	void send(RedisConnection connection) {
		boolean scattered = connection instanceof RedisClusterConnection;
		Map<Integer, Map<ByteBuffer, KeyChange>> places = new LinkedHashMap<>();
		this.keys.forEach(
				(key, change) -> places
					.computeIfAbsent(scattered ? ClusterSlotHashUtil.calculateSlot(key.array()) : 0,
							(place) -> new LinkedHashMap<>())
					.put(key, change));
		places.values().forEach((place) -> run(connection, place));
	}

	private static void run(RedisConnection connection, Map<ByteBuffer, KeyChange> keys) {
		List<byte[]> steps = new ArrayList<>();
		int index = 0;
		for (KeyChange change : keys.values()) {
			int key = ++index;
			change.growing((command, arguments) -> add(steps, command, key, arguments));
		}
		index = 0;
		for (KeyChange change : keys.values()) {
			int key = ++index;
			change.shrinking((command, arguments) -> add(steps, command, key, arguments));
			change.expiring((command, arguments) -> add(steps, command, key, arguments));
		}
		if (!steps.isEmpty()) {
			List<byte[]> sent = new ArrayList<>(keys.keySet().stream().map(ByteBuffer::array).toList());
			sent.addAll(steps);
			run(connection, keys.size(), sent.toArray(byte[][]::new));
		}
	}

	private static void add(List<byte[]> steps, String command, int key, List<byte[]> arguments) {
		steps.addAll(List.of(text(command), text(key), text(arguments.size())));
		steps.addAll(arguments);
	}

	private static void run(RedisConnection connection, int keys, byte[][] sent) {
		try {
			connection.scriptingCommands().evalSha(CHANGE.digest(), ReturnType.INTEGER, keys, sent);
		}
		catch (DataAccessException ex) {
			if (!ServerObjection.words(ex).startsWith("NOSCRIPT")) {
				throw ex;
			}
			connection.scriptingCommands()
				.eval(CHANGE.text().getBytes(StandardCharsets.UTF_8), ReturnType.INTEGER, keys, sent);
		}
	}

	private static byte[] text(Object value) {
		return String.valueOf(value).getBytes(StandardCharsets.US_ASCII);
	}

}
