package io.github.redistiers.store;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

import org.springframework.cglib.core.SpringNamingPolicy;
import org.springframework.cglib.proxy.Callback;
import org.springframework.cglib.proxy.CallbackFilter;
import org.springframework.cglib.proxy.Dispatcher;
import org.springframework.cglib.proxy.Enhancer;
import org.springframework.cglib.proxy.FixedValue;
import org.springframework.cglib.proxy.InvocationHandler;
import org.springframework.cglib.proxy.NoOp;

/**
 * Implements a declared interface by a class whose methods call those of the structure as
 * written code would: without reflection, and without an object for each call. Otherwise
 * the same as {@link RepositoryProxy}.
 */
final class DirectRepository {

	private static final int INHERITED = 0;

	private static final int DESCRIBED = 1;

	private DirectRepository() {
	}

	static <R, S> R create(Class<R> type, Class<S> structureType, Function<Method, S> structure,
			Function<Method, Optional<RepositoryMethod>> annotated, String description) {
		Map<Method, RepositoryMethod> methods = RepositoryProxy.methodsOf(type, structureType, structure, annotated);
		List<Callback> callbacks = new ArrayList<>(List.of(NoOp.INSTANCE, (FixedValue) () -> description));
		Map<Object, Integer> dispatchers = new IdentityHashMap<>();
		Map<Method, Integer> routes = new HashMap<>();
		methods.forEach((method, implementation) -> {
			if (method.getDeclaringClass().isAssignableFrom(structureType)) {
				S target = structure.apply(method);
				routes.put(method, dispatchers.computeIfAbsent(target, (absent) -> {
					callbacks.add((Dispatcher) () -> target);
					return callbacks.size() - 1;
				}));
			}
			else {
				callbacks.add((InvocationHandler) (proxy, called, arguments) -> implementation.call(arguments));
				routes.put(method, callbacks.size() - 1);
			}
		});
		Enhancer enhancer = new Enhancer();
		// an interface given as the superclass decides the class loader and the package
		enhancer.setSuperclass(type);
		enhancer.setNamingPolicy(SpringNamingPolicy.INSTANCE);
		enhancer.setCallbackFilter(new Routes(routes));
		enhancer.setCallbacks(callbacks.toArray(Callback[]::new));
		return type.cast(enhancer.create());
	}

	/**
	 * Which callback is whose. Equal ones make one class.
	 */
	private record Routes(Map<Method, Integer> byMethod) implements CallbackFilter {

		@Override
		public int accept(Method method) {
			Integer route = this.byMethod.get(method);
			if (route != null) {
				return route;
			}
			return method.getName().equals("toString") && method.getParameterCount() == 0 ? DESCRIBED : INHERITED;
		}

	}

}
