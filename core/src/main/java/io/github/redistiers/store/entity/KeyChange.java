package io.github.redistiers.store.entity;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import org.springframework.data.geo.Point;

/**
 * What is to become of one key. What is taken away and then given again stays.
 */
final class KeyChange {

	/**
	 * Lua passes on no more than some thousand arguments at once.
	 */
	private static final int AT_ONCE = 1000;

	private final Map<ByteBuffer, byte[]> fields = new LinkedHashMap<>();

	private final Set<ByteBuffer> members = new LinkedHashSet<>();

	private final Map<ByteBuffer, Point> points = new LinkedHashMap<>();

	private final Set<ByteBuffer> removedFields = new LinkedHashSet<>();

	private final Set<ByteBuffer> removedMembers = new LinkedHashSet<>();

	private final Set<ByteBuffer> removedPoints = new LinkedHashSet<>();

	private boolean replaced;

	private @Nullable Duration timeToLive;

	private boolean persistent;

	void delete() {
		List.of(this.members, this.removedFields, this.removedMembers, this.removedPoints).forEach(Set::clear);
		this.fields.clear();
		this.points.clear();
		this.timeToLive = null;
		this.persistent = false;
		this.replaced = true;
	}

	Long put(Map<byte[], byte[]> entries) {
		entries.forEach((field, value) -> {
			this.fields.put(ByteBuffer.wrap(field), value);
			this.removedFields.remove(ByteBuffer.wrap(field));
		});
		return 0L;
	}

	Long removeFields(byte[][] names) {
		each(names, (name) -> this.fields.remove(name), this.removedFields);
		return (long) names.length;
	}

	Long add(byte[][] values) {
		each(values, this.removedMembers::remove, this.members);
		return (long) values.length;
	}

	Long remove(byte[][] values) {
		each(values, this.members::remove, this.removedMembers);
		return (long) values.length;
	}

	Long locate(byte[] member, Point point) {
		this.points.put(ByteBuffer.wrap(member), point);
		this.removedPoints.remove(ByteBuffer.wrap(member));
		return 1L;
	}

	Long removeScored(byte[][] values) {
		each(values, (value) -> this.points.remove(value), this.removedPoints);
		return (long) values.length;
	}

	Boolean expire(Duration timeToLive) {
		this.timeToLive = timeToLive;
		this.persistent = false;
		return true;
	}

	Boolean persist() {
		this.timeToLive = null;
		this.persistent = true;
		return true;
	}

	private static void each(byte[][] values, Consumer<ByteBuffer> dropped, Set<ByteBuffer> noted) {
		for (byte[] value : values) {
			dropped.accept(ByteBuffer.wrap(value));
			noted.add(ByteBuffer.wrap(value));
		}
	}

	/**
	 * The steps that a full server refuses.
	 */
	void growing(BiConsumer<String, List<byte[]>> step) {
		List<byte[]> pairs = new ArrayList<>();
		this.fields.forEach((field, value) -> pairs.addAll(List.of(field.array(), value)));
		inParts("HSET", pairs, step);
		inParts("SADD", arrays(this.members), step);
		this.points.forEach((member, point) -> step.accept("GEOADD",
				List.of(text(point.getX()), text(point.getY()), member.array())));
	}

	/**
	 * The steps that take something away.
	 */
	void shrinking(BiConsumer<String, List<byte[]>> step) {
		if (this.replaced && !this.fields.isEmpty()) {
			step.accept("KEEPFIELDS", arrays(this.fields.keySet()));
		}
		else if (this.replaced && !this.members.isEmpty()) {
			step.accept("KEEPMEMBERS", arrays(this.members));
		}
		else if (this.replaced && this.points.isEmpty()) {
			step.accept("DEL", List.of());
		}
		inParts("HDEL", arrays(this.removedFields), step);
		inParts("SREM", arrays(this.removedMembers), step);
		inParts("ZREM", arrays(this.removedPoints), step);
	}

	/**
	 * The steps that say how long it lives.
	 */
	void expiring(BiConsumer<String, List<byte[]>> step) {
		Duration limit = this.timeToLive;
		if (limit != null) {
			step.accept("PEXPIRE", List.of(text(limit.toMillis())));
		}
		else if (this.persistent || (this.replaced && !this.fields.isEmpty())) {
			step.accept("PERSIST", List.of());
		}
	}

	private static void inParts(String command, List<byte[]> arguments, BiConsumer<String, List<byte[]>> step) {
		for (int from = 0; from < arguments.size(); from += AT_ONCE) {
			step.accept(command, arguments.subList(from, Math.min(from + AT_ONCE, arguments.size())));
		}
	}

	private static List<byte[]> arrays(Collection<ByteBuffer> buffers) {
		return Arrays.asList(buffers.stream().map(ByteBuffer::array).toArray(byte[][]::new));
	}

	private static byte[] text(Object value) {
		return String.valueOf(value).getBytes(StandardCharsets.US_ASCII);
	}

}
