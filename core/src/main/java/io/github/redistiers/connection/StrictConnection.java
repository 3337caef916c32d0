package io.github.redistiers.connection;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import org.springframework.dao.DataAccessException;
import org.springframework.util.ClassUtils;

/**
 * A connection, blocking or reactive, that refuses some calls before they are sent.
 */
final class StrictConnection implements InvocationHandler {

	private final Object target;

	private final CallRule rule;

	private StrictConnection(Object target, CallRule rule) {
		this.target = target;
		this.rule = rule;
	}

	/**
	 * Puts a rule before a connection.
	 */
	static <T> T of(T connection, Class<T> type, CallRule rule) {
		return type.cast(Proxy.newProxyInstance(StrictConnection.class.getClassLoader(),
				ClassUtils.getAllInterfacesForClass(connection.getClass()), new StrictConnection(connection, rule)));
	}

	@Override
	public @Nullable Object invoke(Object proxy, Method method, @Nullable Object @Nullable [] arguments)
			throws Throwable {
		if (method.getName().equals("equals") && method.getParameterCount() == 1 && arguments != null) {
			return proxy == arguments[0];
		}
		@Nullable Object @Nullable [] checked;
		try {
			checked = this.rule.check(method, arguments);
		}
		catch (DataAccessException ex) {
			return refusal(method, ex);
		}
		return wrapped(method, call(method, checked));
	}

	private @Nullable Object call(Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
		try {
			return method.invoke(this.target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	/**
	 * A connection hands out its commands by group, such as {@code stringCommands()}.
	 */
	private @Nullable Object wrapped(Method method, @Nullable Object result) {
		boolean commands = result != null && method.getParameterCount() == 0
				&& method.getReturnType().getSimpleName().endsWith("Commands");
		return (commands && result != null) ? of(result, Object.class, this.rule) : result;
	}

	private static Object refusal(Method method, DataAccessException refusal) {
		if (method.getReturnType() == Mono.class) {
			return Mono.error(refusal);
		}
		if (method.getReturnType() == Flux.class) {
			return Flux.error(refusal);
		}
		throw refusal;
	}

}
