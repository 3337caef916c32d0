package io.github.redistiers.store.ratelimit;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;

import io.github.redistiers.store.InvalidDeclarationException;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.NoSuchBeanDefinitionException;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.context.expression.BeanFactoryResolver;
import org.springframework.context.expression.MethodBasedEvaluationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.spel.support.SimpleEvaluationContext;
import org.springframework.util.ClassUtils;

/**
 * What {@link RateLimited} says of one method, read and checked once.
 */
final class RateLimitedMethod {

	private final BeanFactory beanFactory;

	private final Method method;

	private final String name;

	private final Class<? extends RateLimitRepository> by;

	private final RateLimit[] limits;

	private final @Nullable LimitedExpression subject;

	private final LimitedExpression cost;

	private volatile @Nullable RateLimitRepository repository;

	/**
	 * Reads it.
	 * @throws InvalidDeclarationException if it is known not to work
	 */
	RateLimitedMethod(Method method, Class<?> type, BeanFactory beanFactory) {
		RateLimited annotation = AnnotatedElementUtils.findMergedAnnotation(method, RateLimited.class);
		this.name = type.getName() + "." + method.getName();
		if (annotation == null) {
			throw new IllegalStateException("%s() has no @RateLimited.".formatted(this.name));
		}
		this.beanFactory = beanFactory;
		this.method = method;
		this.by = annotation.by();
		requireSeenByProxies(type);
		this.limits = limits(annotation.limits());
		this.subject = annotation.subject().isEmpty() ? null
				: new LimitedExpression(declaration(), "subject", annotation.subject(), method);
		this.cost = new LimitedExpression(declaration(), "cost", annotation.cost(), method);
		requireSubject();
		requireCost();
	}

	private String declaration() {
		return "@RateLimited on " + this.name + "()";
	}

	private InvalidDeclarationException invalid(String problem, String remedy, @Nullable Exception cause) {
		return new InvalidDeclarationException(declaration() + " " + problem, remedy, cause);
	}

	private void requireSeenByProxies(Class<?> type) {
		int modifiers = this.method.getModifiers();
		boolean finalEverywhere = Modifier.isFinal(modifiers)
				&& ClassUtils.getInterfaceMethodIfPossible(this.method, type).equals(this.method);
		if (Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers) || finalEverywhere) {
			throw invalid("limits nothing, since no proxy sees a private, static or final method.",
					"Make it an instance method that is neither private nor final.", null);
		}
	}

	private RateLimit[] limits(String[] texts) {
		if (texts.length == 0 || texts.length > Attempt.MOST_LIMITS) {
			throw invalid("names %d limits.".formatted(texts.length),
					"Name at least 1 and at most %d, such as limits = \"5/1m\".".formatted(Attempt.MOST_LIMITS), null);
		}
		return Arrays.stream(texts).map(this::limit).toArray(RateLimit[]::new);
	}

	private RateLimit limit(String text) {
		try {
			String resolved = (this.beanFactory instanceof ConfigurableBeanFactory configurable)
					? configurable.resolveEmbeddedValue(text) : text;
			return RateLimit.parse((resolved != null) ? resolved : text);
		}
		catch (IllegalArgumentException ex) {
			String why = String.valueOf(ex.getMessage());
			throw invalid(
					"has the limit \"%s\", which cannot work: %s".formatted(text, why.endsWith(".") ? why : why + "."),
					"Correct the annotation, or the property that it names.", ex);
		}
	}

	private void requireSubject() {
		if (this.subject != null && this.subject.isConstant()) {
			Object value = constant(this.subject, Object.class);
			if (value == null || value.toString().isBlank()) {
				throw invalid("has the subject \"%s\", which is nobody.".formatted(this.subject),
						"Write an expression that always gives a text, or leave it out to limit all callers together.",
						null);
			}
		}
	}

	private void requireCost() {
		if (!this.cost.isConstant()) {
			return;
		}
		Long value = constant(this.cost, Long.class);
		if (value == null || value < 0) {
			throw invalid("has the cost \"%s\", which is no number of permits.".formatted(this.cost),
					"Write a number of at least 0, or an expression that gives one.", null);
		}
		for (RateLimit limit : this.limits) {
			if (limit.burst() < value) {
				throw invalid("has the cost %d, which never fits into its limit %s.".formatted(value, limit),
						"Set a larger burst, or a smaller cost.", null);
			}
		}
	}

	/**
	 * Its value; {@code null} also where it has none of that type.
	 */
	private static <T> @Nullable T constant(LimitedExpression expression, Class<T> type) {
		try {
			return expression.value(SimpleEvaluationContext.forReadOnlyDataBinding().build(), type);
		}
		catch (EvaluationException ex) {
			return null;
		}
	}

	/**
	 * Where the limits are kept.
	 * @throws InvalidDeclarationException if there is no such bean, or there are several
	 */
	RateLimitRepository repository() {
		RateLimitRepository known = this.repository;
		if (known == null) {
			try {
				known = this.beanFactory.getBean(this.by);
				this.repository = known;
			}
			catch (NoSuchBeanDefinitionException ex) {
				throw invalid("is kept by %s, of which there is not exactly one bean.".formatted(this.by.getName()),
						"Name an interface that is annotated with @StoreRepository, in a package that is scanned.", ex);
			}
		}
		return known;
	}

	/**
	 * Takes what one call costs.
	 * @throws RateLimitExceededException if it is not allowed
	 */
	void acquire(Object bean, @Nullable Object[] arguments) {
		MethodBasedEvaluationContext context = new MethodBasedEvaluationContext(bean, this.method, arguments,
				LimitedExpression.NAMES);
		context.setBeanResolver(new BeanFactoryResolver(this.beanFactory));
		RateLimitResult result = repository().tryAcquire(subject(context), cost(context), this.limits);
		if (!result.allowed()) {
			throw new RateLimitExceededException("%s() is limited to %s. Call it again in %s.".formatted(this.name,
					result.limit(), result.retryAfter()), result);
		}
	}

	private String subject(EvaluationContext context) {
		if (this.subject == null) {
			return this.name;
		}
		Object value = this.subject.value(context, Object.class);
		if (value == null) {
			throw new IllegalArgumentException(
					"The subject \"%s\" of @RateLimited on %s() is null. Give an expression that always has a value."
						.formatted(this.subject, this.name));
		}
		return value.toString();
	}

	private long cost(EvaluationContext context) {
		Long value = this.cost.value(context, Long.class);
		if (value == null) {
			throw new IllegalArgumentException(
					"The cost \"%s\" of @RateLimited on %s() is null. Give an expression that always has a value."
						.formatted(this.cost, this.name));
		}
		return value;
	}

}
