package io.github.redistiers.store.ratelimit;

import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.github.redistiers.store.InvalidDeclarationException;

import org.springframework.aop.ClassFilter;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.expression.AnnotatedElementKey;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;
import org.springframework.util.ClassUtils;

/**
 * All methods that are {@link RateLimited}, each read when a class of a bean that has it
 * is first looked at.
 */
final class RateLimitedMethods implements ClassFilter {

	private final Map<AnnotatedElementKey, RateLimitedMethod> methods = new ConcurrentHashMap<>();

	/**
	 * The same by the methods that are called, such as an interface's.
	 */
	private final Map<AnnotatedElementKey, RateLimitedMethod> called = new ConcurrentHashMap<>();

	private final BeanFactory beanFactory;

	RateLimitedMethods(BeanFactory beanFactory) {
		this.beanFactory = beanFactory;
	}

	/**
	 * Whether a class has such methods.
	 * @throws InvalidDeclarationException if one of them is declared in a way that cannot
	 * work
	 */
	@Override
	public boolean matches(Class<?> type) {
		if (!AnnotationUtils.isCandidateClass(type, RateLimited.class)) {
			return false;
		}
		Map<Method, Boolean> found = MethodIntrospector.selectMethods(type,
				(MetadataLookup<Boolean>) (method) -> AnnotatedElementUtils.hasAnnotation(method, RateLimited.class)
						? Boolean.TRUE : null);
		found.keySet().forEach((method) -> known(method, type));
		return !found.isEmpty();
	}

	/**
	 * What is declared on a method of a bean.
	 */
	RateLimitedMethod of(Method method, Class<?> type) {
		AnnotatedElementKey key = new AnnotatedElementKey(method, type);
		RateLimitedMethod known = this.called.get(key);
		if (known == null) {
			// a proxy's own methods have no names of parameters
			known = known(Proxy.isProxyClass(type) ? method : AopUtils.getMostSpecificMethod(method, type), type);
			this.called.put(key, known);
		}
		return known;
	}

	private RateLimitedMethod known(Method method, Class<?> type) {
		Class<?> declared = ClassUtils.getUserClass(type);
		AnnotatedElementKey key = new AnnotatedElementKey(method, declared);
		RateLimitedMethod known = this.methods.get(key);
		if (known == null) {
			known = new RateLimitedMethod(method, declared, this.beanFactory);
			this.methods.put(key, known);
		}
		return known;
	}

	/**
	 * Has all of them find their repositories.
	 * @throws InvalidDeclarationException if there is no such bean, or there are several
	 */
	void requireRepositories() {
		this.methods.values().forEach(RateLimitedMethod::repository);
	}

}
