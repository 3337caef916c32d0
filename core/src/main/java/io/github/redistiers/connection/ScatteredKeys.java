package io.github.redistiers.connection;

import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.ClusterSlotHashUtil;

/**
 * Tells the calls that are several commands in a cluster when their keys are in several
 * slots: Spring Data takes an element here and puts it there, Lettuce deletes slot by
 * slot. When one of those commands fails, others may have been applied.
 */
final class ScatteredKeys {

	/**
	 * The calls, by their names in Spring Data. What else has several keys reads, or is
	 * one command, which the server refuses.
	 */
	private static final Set<String> SPLIT = Set.of("del", "unlink", "mSet", "mSetNX", "rename", "renameNX", "sort",
			"rPopLPush", "bRPopLPush", "sMove", "sInterStore", "sUnionStore", "sDiffStore");

	/**
	 * Takes a value behind its keys.
	 */
	private static final String WITH_VALUE = "sMove";

	private ScatteredKeys() {
	}

	/**
	 * Whether a call is several commands.
	 */
	static boolean areIn(String call, @Nullable Object @Nullable [] arguments) {
		return arguments != null && SPLIT.contains(call)
				&& !ClusterSlotHashUtil.isSameSlotForAllKeys(keys(call, arguments));
	}

	private static byte[][] keys(String call, @Nullable Object[] arguments) {
		return Arrays.stream(arguments)
			.flatMap(ScatteredKeys::keys)
			.filter(Objects::nonNull)
			.limit(call.equals(WITH_VALUE) ? 2 : Long.MAX_VALUE)
			.toArray(byte[][]::new);
	}

	private static Stream<byte[]> keys(@Nullable Object argument) {
		if (argument instanceof byte[][] several) {
			return Arrays.stream(several);
		}
		if (argument instanceof Map<?, ?> values) {
			return values.keySet().stream().flatMap(ScatteredKeys::keys);
		}
		return (argument instanceof byte[] key) ? Stream.of(key) : Stream.empty();
	}

}
