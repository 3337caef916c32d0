package io.github.redistiers.store.ratelimit;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;

import io.github.redistiers.store.InvalidDeclarationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.aop.support.AopUtils;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.support.PropertySourcesPlaceholderConfigurer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What is wrong with a method that is to be limited is found at the start.
 */
class RateLimitedDeclarationTests {

	private static final String WHERE = RateLimitedDeclarationTests.class.getName();

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					NoLimit       | names 0 limits. Name at least 1 and at most 8
					ManyLimits    | names 9 limits. Name at least 1 and at most 8
					NoText        | has the limit "5/1x", which cannot work: "5/1x" is no rate limit. Write <permits>/<period>
					NoRate        | has the limit "0/1s", which cannot work: A rate limit of 0 permits allows nothing, ever.
					NoProperty    | has the limit "${shop.absent}", which cannot work: Could not resolve placeholder 'shop.absent'
					NoExpression  | has the subject "#user +", which is no SpEL expression
					NoParameter   | has the subject "#usr.name", but no parameter is known as #usr. Write one of #user, #a0, #p0;
					NoSubject     | has the subject "' '", which is nobody. Write an expression that always gives a text
					NullSubject   | has the subject "null", which is nobody.
					NoCost        | has the cost "'much'", which is no number of permits. Write a number of at least 0
					NegativeCost  | has the cost "-1", which is no number of permits.
					LargeCost     | has the cost 6, which never fits into its limit 5/1m. Set a larger burst, or a smaller cost.
					Private       | limits nothing, since no proxy sees a private, static or final method.
					Final         | limits nothing, since no proxy sees a private, static or final method.
					NoRepository  | is kept by io.github.redistiers.store.ratelimit.RateLimitedDeclarationTests$Absent, of which there is
					AnyRepository | is kept by io.github.redistiers.store.ratelimit.RateLimitRepository, of which there is not exactly one
					Second        | has the subject "#b", but no parameter is known as #b.
					""")
	void isRefusedWithASentence(String bean, String sentence) throws Exception {
		Class<?> type = Class.forName(WHERE + "$" + bean);
		Throwable failure = catchThrowable(() -> start((context) -> context.registerBean(type)).close());
		InvalidDeclarationException invalid = invalid(failure);
		assertThat(invalid.getMessage()).startsWith("@RateLimited on " + WHERE + "$" + bean + ".call() ")
			.contains(sentence);
		assertThat(invalid.problem()).endsWith(".");
		assertThat(invalid.remedy()).endsWith(".");
	}

	@Test
	void isFoundOnWhatABeanInherits() {
		assertThat(invalid(catchThrowable(() -> start((context) -> context.registerBean(Heir.class)).close())))
			.hasMessageContaining("$Heir.call() has the limit");
		assertThat(invalid(catchThrowable(() -> start((context) -> context.registerBean(Promised.class)).close())))
			.hasMessageContaining("$Promised.call() has the limit");
	}

	@Test
	void isFoundWhenALateBeanIsMade() {
		try (AnnotationConfigApplicationContext context = start(
				(it) -> it.registerBean(NoText.class, (definition) -> definition.setLazyInit(true)))) {
			assertThat(invalid(catchThrowable(() -> context.getBean(NoText.class))))
				.hasMessageContaining("$NoText.call() has the limit");
		}
	}

	@Test
	void isTakenWhereItCanWork() {
		try (AnnotationConfigApplicationContext context = start((it) -> it.registerBean(Fine.class))) {
			assertThat(AopUtils.isAopProxy(context.getBean(Fine.class))).isTrue();
		}
	}

	private static AnnotationConfigApplicationContext start(Consumer<AnnotationConfigApplicationContext> beans) {
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		DefaultAdvisorAutoProxyCreator proxies = new DefaultAdvisorAutoProxyCreator();
		proxies.setProxyTargetClass(true);
		context.registerBean(DefaultAdvisorAutoProxyCreator.class, () -> proxies);
		context.registerBean(PropertySourcesPlaceholderConfigurer.class);
		context.registerBean(RateLimitedAdvisor.class, () -> new RateLimitedAdvisor(context.getBeanFactory()));
		context.registerBean(Limiter.class, RateLimitedDeclarationTests::unused);
		context.registerBean(OtherLimiter.class, RateLimitedDeclarationTests::unusedEither);
		beans.accept(context);
		context.refresh();
		return context;
	}

	private static Limiter unused() {
		return (Limiter) Proxy.newProxyInstance(Limiter.class.getClassLoader(), new Class<?>[] { Limiter.class },
				objects("limiter"));
	}

	private static OtherLimiter unusedEither() {
		return (OtherLimiter) Proxy.newProxyInstance(OtherLimiter.class.getClassLoader(),
				new Class<?>[] { OtherLimiter.class }, objects("other limiter"));
	}

	private static InvocationHandler objects(String name) {
		return (proxy, method, arguments) -> switch (method.getName()) {
			case "hashCode" -> System.identityHashCode(proxy);
			case "equals" -> proxy == arguments[0];
			default -> name;
		};
	}

	private static InvalidDeclarationException invalid(Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof InvalidDeclarationException invalid) {
				return invalid;
			}
		}
		throw new AssertionError("Not refused", failure);
	}

	interface Limiter extends RateLimitRepository {

	}

	interface OtherLimiter extends RateLimitRepository {

	}

	interface Absent extends RateLimitRepository {

	}

	static class NoLimit {

		@RateLimited(by = Limiter.class, limits = {})
		void call() {
		}

	}

	static class ManyLimits {

		@RateLimited(by = Limiter.class,
				limits = { "1/1s", "2/1s", "3/1s", "4/1s", "5/1s", "6/1s", "7/1s", "8/1s", "9/1s" })
		void call() {
		}

	}

	static class NoText {

		@RateLimited(by = Limiter.class, limits = { "5/1m", "5/1x" })
		void call() {
		}

	}

	static class NoRate {

		@RateLimited(by = Limiter.class, limits = "0/1s")
		void call() {
		}

	}

	static class NoProperty {

		@RateLimited(by = Limiter.class, limits = "${shop.absent}")
		void call() {
		}

	}

	static class NoExpression {

		@RateLimited(by = Limiter.class, limits = "5/1m", subject = "#user +")
		void call(String user) {
		}

	}

	static class NoParameter {

		@RateLimited(by = Limiter.class, limits = "5/1m", subject = "#usr.name")
		void call(Thread user) {
		}

	}

	static class NoSubject {

		@RateLimited(by = Limiter.class, limits = "5/1m", subject = "' '")
		void call() {
		}

	}

	static class NullSubject {

		@RateLimited(by = Limiter.class, limits = "5/1m", subject = "null")
		void call() {
		}

	}

	static class NoCost {

		@RateLimited(by = Limiter.class, limits = "5/1m", cost = "'much'")
		void call() {
		}

	}

	static class NegativeCost {

		@RateLimited(by = Limiter.class, limits = "5/1m", cost = "-1")
		void call() {
		}

	}

	static class LargeCost {

		@RateLimited(by = Limiter.class, limits = { "100/1d", "5/1m" }, cost = "2 * 3")
		void call() {
		}

	}

	static class Private {

		@RateLimited(by = Limiter.class, limits = "5/1m")
		private void call() {
		}

	}

	static class Final {

		@RateLimited(by = Limiter.class, limits = "5/1m")
		final void call() {
		}

	}

	static class NoRepository {

		@RateLimited(by = Absent.class, limits = "5/1m")
		void call() {
		}

	}

	static class AnyRepository {

		@RateLimited(by = RateLimitRepository.class, limits = "5/1m")
		void call() {
		}

	}

	static class Second {

		@RateLimited(by = Limiter.class, limits = "5/1m", subject = "#a")
		void begin(String a) {
		}

		@RateLimited(by = Limiter.class, limits = "5/1m", subject = "#b")
		void call(String a) {
		}

	}

	static class Heir extends NoText {

	}

	interface Promise {

		@RateLimited(by = Limiter.class, limits = "5/1x")
		void call();

	}

	static class Promised implements Promise {

		@Override
		public void call() {
		}

	}

	static class Fine {

		@RateLimited(by = Limiter.class, limits = { "5/1m", "${shop.absent:100/1d}" }, subject = "#user.name + #p0.id",
				cost = "#root.hashCode() > 0 ? #amount : 1")
		void call(Thread user, int amount) {
		}

		@RateLimited(by = Limiter.class, limits = "5/1m", subject = "{#a0}.?[#this != null]", cost = "5")
		void list(String user) {
		}

	}

}
