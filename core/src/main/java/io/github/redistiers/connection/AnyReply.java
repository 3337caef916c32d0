package io.github.redistiers.connection;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.output.CommandOutput;
import org.jspecify.annotations.Nullable;

/**
 * A reply of whatever shape: strings, numbers, truth values and nested lists of them.
 *
 * @param <T> what a string becomes
 * @since 0.1.0
 */
public final class AnyReply<T> extends CommandOutput<T, T, @Nullable Object> {

	/**
	 * A server may announce more than it has.
	 */
	private static final int MOST_AT_ONCE = 1024;

	private final Deque<Pending> open = new ArrayDeque<>();

	/**
	 * A reply that is yet to come.
	 * @param codec makes strings of bytes
	 */
	public AnyReply(RedisCodec<T, T> codec) {
		super(codec, null);
	}

	@Override
	public void set(@Nullable ByteBuffer bytes) {
		add((bytes != null) ? this.codec.decodeValue(bytes) : null);
	}

	@Override
	public void setSingle(ByteBuffer bytes) {
		set(bytes);
	}

	@Override
	public void set(long integer) {
		add(integer);
	}

	@Override
	public void set(double number) {
		add(number);
	}

	@Override
	public void set(boolean value) {
		add(value);
	}

	@Override
	public void multi(int count) {
		if (count < 0) {
			add(null);
			return;
		}
		List<@Nullable Object> list = new ArrayList<>(Math.min(count, MOST_AT_ONCE));
		if (count == 0) {
			add(list);
		}
		else {
			this.open.push(new Pending(list, count));
		}
	}

	private void add(@Nullable Object reply) {
		Object complete = reply;
		while (!this.open.isEmpty()) {
			Pending pending = this.open.element();
			pending.list().add(complete);
			if (pending.list().size() < pending.size()) {
				return;
			}
			complete = this.open.pop().list();
		}
		this.output = complete;
	}

	private record Pending(List<@Nullable Object> list, int size) {
	}

}
