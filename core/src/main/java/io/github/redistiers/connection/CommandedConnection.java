package io.github.redistiers.connection;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import org.jspecify.annotations.Nullable;

/**
 * A connection with other commands than its own. Spring Data takes commands from
 * connections and has no place to exchange them.
 */
final class CommandedConnection implements InvocationHandler {

	private final StatefulConnection<?, ?> connection;

	private final Object commands;

	private CommandedConnection(StatefulConnection<?, ?> connection, Object commands) {
		this.connection = connection;
		this.commands = commands;
	}

	static StatefulRedisConnection<byte[], byte[]> of(StatefulRedisConnection<byte[], byte[]> connection,
			SharedCommands commands) {
		return proxy(StatefulRedisConnection.class, connection, commands.of(connection));
	}

	static StatefulRedisClusterConnection<byte[], byte[]> of(StatefulRedisClusterConnection<byte[], byte[]> connection,
			SharedCommands commands) {
		return proxy(StatefulRedisClusterConnection.class, connection, commands.of(connection));
	}

	@SuppressWarnings("unchecked")
	private static <T> T proxy(Class<? super T> type, StatefulConnection<?, ?> connection, Object commands) {
		return (T) Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				new CommandedConnection(connection, commands));
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
		if (method.getName().equals("async")) {
			return this.commands;
		}
		try {
			return method.invoke(this.connection, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

}
