package io.github.redistiers.store.ratelimit;

import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.support.ComposablePointcut;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMethodMatcher;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.util.Assert;

/**
 * Has methods that are {@link RateLimited} checked before they are called, and before
 * caching and transactions. A declaration that cannot work fails the making of its bean,
 * one whose repository is not there fails the start.
 *
 * @since 0.1.0
 */
public final class RateLimitedAdvisor extends DefaultPointcutAdvisor implements SmartInitializingSingleton {

	private static final long serialVersionUID = 1L;

	private final transient RateLimitedMethods methods;

	/**
	 * For the beans of a factory.
	 * @param beanFactory where the repositories are; asked when the singletons are made
	 */
	public RateLimitedAdvisor(BeanFactory beanFactory) {
		this(new RateLimitedMethods(beanFactory));
	}

	private RateLimitedAdvisor(RateLimitedMethods methods) {
		super(new ComposablePointcut(methods, new AnnotationMethodMatcher(RateLimited.class, true)),
				new Check(methods));
		this.methods = methods;
		setOrder(0);
	}

	@Override
	public void afterSingletonsInstantiated() {
		this.methods.requireRepositories();
	}

	/**
	 * Runs before the method.
	 */
	private record Check(RateLimitedMethods methods) implements MethodInterceptor {

		@Override
		public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
			Object bean = invocation.getThis();
			Assert.state(bean != null, "A rate-limited method without its bean");
			this.methods.of(invocation.getMethod(), bean.getClass()).acquire(bean, invocation.getArguments());
			return invocation.proceed();
		}

	}

}
