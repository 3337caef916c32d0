package io.github.redistiers.connection;

import java.util.Arrays;
import java.util.stream.Stream;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.ExecutableMode;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.data.redis.connection.ReactiveRedisClusterConnection;
import org.springframework.data.redis.connection.ReactiveRedisConnection;
import org.springframework.data.redis.connection.RedisClusterConnection;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.util.ClassUtils;

/**
 * For a native image: the proxies of connections, {@link CommandedConnection} and
 * {@link StrictConnection}, and what {@link RelaxedTimeouts} calls by name.
 */
class ConnectionHints implements RuntimeHintsRegistrar {

	private static final String LETTUCE = "org.springframework.data.redis.connection.lettuce.";

	private static final String[] CONNECTIONS = { "io.github.redistiers.connection.TierConnection",
			"io.github.redistiers.connection.TierClusterConnection", LETTUCE + "LettuceConnection",
			LETTUCE + "LettuceClusterConnection", LETTUCE + "LettuceReactiveRedisConnection",
			LETTUCE + "LettuceReactiveRedisClusterConnection" };

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		Stream.of(StatefulRedisConnection.class, StatefulRedisClusterConnection.class, RedisConnection.class)
			.forEach((type) -> proxy(hints, type));
		for (String connection : CONNECTIONS) {
			Class<?> type = ClassUtils.resolveClassName(connection, classLoader);
			hints.proxies().registerJdkProxy(ClassUtils.getAllInterfacesForClass(type));
		}
		Stream
			.of(RedisConnection.class, RedisClusterConnection.class, ReactiveRedisConnection.class,
					ReactiveRedisClusterConnection.class)
			.forEach((type) -> {
				methods(hints, type);
				commands(type).forEach((commands) -> proxy(hints, commands));
			});
		RelaxedTimeouts.calledByName()
			.forEach((method) -> hints.reflection().registerMethod(method, ExecutableMode.INVOKE));
	}

	/**
	 * What a connection hands out, such as {@code stringCommands()}.
	 */
	private static Stream<Class<?>> commands(Class<?> connection) {
		return Arrays.stream(connection.getMethods())
			.filter((method) -> method.getParameterCount() == 0)
			.<Class<?>>map((method) -> method.getReturnType())
			.filter((type) -> type.isInterface() && type.getSimpleName().endsWith("Commands"));
	}

	private static void proxy(RuntimeHints hints, Class<?> type) {
		hints.proxies().registerJdkProxy(type);
		methods(hints, type);
	}

	private static void methods(RuntimeHints hints, Class<?> type) {
		hints.reflection().registerType(type, MemberCategory.INVOKE_PUBLIC_METHODS);
		for (Class<?> extended : type.getInterfaces()) {
			methods(hints, extended);
		}
	}

}
