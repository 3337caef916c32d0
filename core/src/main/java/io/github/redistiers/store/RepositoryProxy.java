package io.github.redistiers.store;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.IntStream;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.core.ResolvableType;
import org.springframework.data.projection.DefaultMethodInvokingMethodInterceptor;
import org.springframework.util.ReflectionUtils;

/**
 * Implements a declared interface: its default methods run as written, all others are the
 * structure's, or what their annotation says.
 */
final class RepositoryProxy implements MethodInterceptor {

	private final Map<Method, RepositoryMethod> methods;

	private final String description;

	private RepositoryProxy(Map<Method, RepositoryMethod> methods, String description) {
		this.methods = methods;
		this.description = description;
	}

	static <R, S> R create(Class<R> type, Class<S> structureType, Function<Method, S> structure,
			Function<Method, Optional<RepositoryMethod>> annotated, String description) {
		ProxyFactory factory = new ProxyFactory();
		factory.setInterfaces(type);
		factory.setOpaque(true);
		if (DefaultMethodInvokingMethodInterceptor.hasDefaultMethods(type)) {
			factory.addAdvice(new DefaultMethodInvokingMethodInterceptor());
		}
		factory.addAdvice(new RepositoryProxy(methodsOf(type, structureType, structure, annotated), description));
		return type.cast(factory.getProxy(type.getClassLoader()));
	}

	/**
	 * What implements the methods of a declared interface that have no body.
	 */
	static <S> Map<Method, RepositoryMethod> methodsOf(Class<?> type, Class<?> structureType,
			Function<Method, S> structure, Function<Method, Optional<RepositoryMethod>> annotated) {
		Map<Method, RepositoryMethod> methods = new HashMap<>();
		for (Method method : type.getMethods()) {
			// an interface may declare a structure's method again, to annotate it
			Method known = declaredFirst(method, structureType, type);
			annotated.apply(method).ifPresent((implementation) -> {
				refuseIf(known != null, type, method, "%s implements already", structureType,
						"Give the method another name.");
				methods.put(method, implementation);
			});
			if (Modifier.isAbstract(method.getModifiers()) && !methods.containsKey(method)) {
				refuseIf(known == null, type, method, "%s does not know", structureType,
						"Give the method a body (default) or a script (@LuaScript), or remove it.");
				methods.put(method, of(structure.apply(method), Objects.requireNonNull(known)));
			}
		}
		return methods;
	}

	/**
	 * The structure's method that an interface declares again, perhaps with the types
	 * that it has chosen for the structure's type parameters.
	 */
	private static @Nullable Method declaredFirst(Method method, Class<?> structureType, Class<?> type) {
		Method same = ReflectionUtils.findMethod(structureType, method.getName(), method.getParameterTypes());
		return (same != null) ? same
				: Arrays.stream(structureType.getMethods())
					.filter((candidate) -> candidate.getName().equals(method.getName())
							&& Arrays.equals(parameterTypes(candidate, type), method.getParameterTypes()))
					.findFirst()
					.orElse(null);
	}

	private static Class<?>[] parameterTypes(Method method, Class<?> type) {
		return IntStream.range(0, method.getParameterCount())
			.mapToObj((index) -> ResolvableType.forMethodParameter(method, index, type).toClass())
			.toArray(Class<?>[]::new);
	}

	private static void refuseIf(boolean refused, Class<?> type, Method method, String why, Class<?> structureType,
			String remedy) {
		if (refused) {
			throw new InvalidDeclarationException("%s declares %s(), which %s.".formatted(type.getName(),
					method.getName(), why.formatted(structureType.getSimpleName())), remedy);
		}
	}

	private static <S> RepositoryMethod of(S structure, Method method) {
		return (arguments) -> {
			try {
				return method.invoke(structure, arguments);
			}
			catch (InvocationTargetException ex) {
				throw ex.getTargetException();
			}
		};
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		RepositoryMethod method = this.methods.get(invocation.getMethod());
		return (method != null) ? method.call(invocation.getArguments()) : this.description;
	}

}
