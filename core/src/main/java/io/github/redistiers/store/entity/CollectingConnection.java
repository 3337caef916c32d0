package io.github.redistiers.store.entity;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import org.springframework.data.geo.Point;
import org.springframework.data.redis.connection.RedisConnection;

/**
 * Collects the writes of Spring Data's adapter and answers them as the server would, as
 * far as the adapter looks at the answers. Everything else goes to the server.
 */
final class CollectingConnection implements InvocationHandler {

	private final RedisConnection connection;

	private final EntityChange change;

	private CollectingConnection(RedisConnection connection, EntityChange change) {
		this.connection = connection;
		this.change = change;
	}

	static RedisConnection of(RedisConnection connection, EntityChange change) {
		return (RedisConnection) Proxy.newProxyInstance(RedisConnection.class.getClassLoader(),
				new Class<?>[] { RedisConnection.class }, new CollectingConnection(connection, change));
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		if (arguments != null && arguments.length > 0 && arguments[0] != null) {
			Object collected = collected(method.getName(), arguments[0], arguments);
			if (collected != null) {
				return (method.getReturnType() != void.class) ? collected : null;
			}
		}
		try {
			return method.invoke(this.connection, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private @Nullable Object collected(String name, Object key, @Nullable Object[] arguments) {
		Object last = arguments[arguments.length - 1];
		if (name.equals("del") && key instanceof byte[][] keys) {
			return deleted(keys);
		}
		if (!(key instanceof byte[] one) || last == null) {
			return (name.equals("persist") && key instanceof byte[] kept) ? this.change.of(kept).persist() : null;
		}
		KeyChange keyChange;
		switch (name) {
			case "hMSet", "sAdd", "hDel", "sRem", "zRem", "geoRemove", "geoAdd", "expire", "persist" ->
				keyChange = this.change.of(one);
			default -> {
				return null;
			}
		}
		return switch (name) {
			case "hMSet" -> keyChange.put(entries(last));
			case "sAdd" -> keyChange.add((byte[][]) last);
			case "hDel" -> keyChange.removeFields((byte[][]) last);
			case "sRem" -> keyChange.remove((byte[][]) last);
			case "zRem", "geoRemove" -> keyChange.removeScored((byte[][]) last);
			case "geoAdd" -> keyChange.locate((byte[]) last, (Point) Objects.requireNonNull(arguments[1]));
			case "expire" -> keyChange.expire(Duration.ofSeconds((Long) Objects.requireNonNull(arguments[1])));
			default -> keyChange.persist();
		};
	}

	@SuppressWarnings("unchecked")
	private static Map<byte[], byte[]> entries(Object map) {
		return (Map<byte[], byte[]>) map;
	}

	/**
	 * Whether a key was there decides whether the entity is new.
	 */
	private Long deleted(byte[][] keys) {
		long there = 0;
		for (byte[] key : keys) {
			there += Boolean.TRUE.equals(this.connection.keyCommands().exists(key)) ? 1 : 0;
			this.change.of(key).delete();
		}
		return there;
	}

}
