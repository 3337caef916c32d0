package io.github.redistiers.store.queue;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.redistiers.store.InvalidDeclarationException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.format.datetime.standard.DurationFormatterUtils;
import org.springframework.util.ReflectionUtils;

/**
 * A method that handles jobs, and what is declared on it.
 */
final class JobListenerMethod {

	private final Object bean;

	private final Method method;

	private final JobListener declared;

	private final UnaryOperator<String> placeholders;

	JobListenerMethod(Object bean, Method method, JobListener declared, UnaryOperator<String> placeholders) {
		this.bean = bean;
		this.method = method;
		this.declared = declared;
		this.placeholders = placeholders;
	}

	String queue() {
		return this.placeholders.apply(this.declared.queue());
	}

	/**
	 * Begins to handle the jobs of a queue.
	 * @throws InvalidDeclarationException if the declaration cannot work
	 */
	@SuppressWarnings("unchecked")
	JobListenerContainer listen(QueueRepository<?> queue) {
		return ((QueueRepository<Object>) queue).listen(settings(), handler(queue));
	}

	/**
	 * Reads the declaration.
	 * @throws InvalidDeclarationException if it cannot work
	 */
	void check(QueueRepository<?> queue) {
		settings();
		handler(queue);
	}

	private JobHandler<Object> handler(QueueRepository<?> queue) {
		ResolvableType payload = ResolvableType.forInstance(queue).as(QueueRepository.class).getGeneric(0);
		List<Parameter> parameters = new ArrayList<>();
		for (int i = 0; i < this.method.getParameterCount(); i++) {
			ResolvableType type = ResolvableType.forMethodParameter(this.method, i, this.bean.getClass());
			// a payload may be a list itself
			boolean isList = List.class == type.toClass() && !type.isAssignableFrom(payload);
			parameters.add(parameter(isList ? type.getGeneric(0) : type, isList, payload));
		}
		if (parameters.isEmpty()) {
			throw invalid("takes nothing", "Have it take a %s or a Job.".formatted(name(payload)), null);
		}
		if (parameters.stream().map(Parameter::isList).distinct().count() > 1) {
			throw invalid("takes a list beside what is none", "Have it take one or the other for all of a job.", null);
		}
		ReflectionUtils.makeAccessible(this.method);
		if (parameters.get(0).isList()) {
			return (jobs) -> call(
					parameters.stream().map((parameter) -> jobs.stream().map(parameter.of()).toList()).toArray());
		}
		JobHandler.Single<Object> single = (job) -> call(
				parameters.stream().map((parameter) -> parameter.of().apply(job)).toArray());
		return single;
	}

	private Parameter parameter(ResolvableType type, boolean isList, ResolvableType payload) {
		Class<?> raw = type.toClass();
		if (raw == Job.class && type.getGeneric(0).isAssignableFrom(payload) || raw == JobContext.class) {
			return new Parameter(isList, (job) -> job);
		}
		if (raw != Job.class && type.isAssignableFrom(payload)) {
			return new Parameter(isList, Job::payload);
		}
		throw invalid("takes a %s, and the queue's jobs are of %s".formatted(name(type), name(payload)),
				"Have it take a %s, a Job or a JobContext, or a list of them.".formatted(name(payload)), null);
	}

	private static String name(ResolvableType type) {
		return type.getType().getTypeName();
	}

	private void call(@Nullable Object[] arguments) throws Exception {
		try {
			Object returned = this.method.invoke(this.bean, arguments);
			if (returned instanceof CompletionStage<?> stage) {
				stage.toCompletableFuture().join();
			}
		}
		catch (InvocationTargetException ex) {
			rethrow(ex.getTargetException());
		}
		catch (CompletionException ex) {
			rethrow((ex.getCause() != null) ? ex.getCause() : ex);
		}
	}

	private static void rethrow(Throwable failure) throws Exception {
		if (failure instanceof Error error) {
			throw error;
		}
		throw (failure instanceof Exception exception) ? exception : new IllegalStateException(failure);
	}

	private JobListenerSettings settings() {
		try {
			String lease = this.placeholders.apply(this.declared.lease());
			return new JobListenerSettings(number(this.declared.concurrency()), number(this.declared.batch()),
					lease.isEmpty() ? null : duration(lease),
					Arrays.stream(this.declared.retry()).map(this::rule).toList());
		}
		catch (IllegalArgumentException ex) {
			throw invalid("cannot work: " + ex.getMessage(), "Set what the annotation says right.", ex);
		}
	}

	private RetryRule rule(JobRetry retry) {
		String attempts = this.placeholders.apply(retry.attempts());
		return new RetryRule(Stream.<Class<? extends Throwable>>of(retry.value()).toList(),
				attempts.isEmpty() ? 0 : number(attempts), duration(retry.backoff()),
				Double.parseDouble(this.placeholders.apply(retry.multiplier())), duration(retry.maxBackoff()));
	}

	private int number(String text) {
		String resolved = this.placeholders.apply(text);
		try {
			return Integer.parseInt(resolved.trim());
		}
		catch (NumberFormatException ex) {
			throw new IllegalArgumentException("\"%s\" is no number".formatted(resolved), ex);
		}
	}

	private Duration duration(String text) {
		return DurationFormatterUtils.detectAndParse(this.placeholders.apply(text).trim());
	}

	InvalidDeclarationException invalid(String problem, String remedy, @Nullable Throwable cause) {
		return new InvalidDeclarationException("The listener %s.%s of the queue \"%s\" %s.".formatted(
				this.method.getDeclaringClass().getName(), this.method.getName(), queue(), problem), remedy, cause);
	}

	/**
	 * What a method takes.
	 *
	 * @param isList whether it takes several
	 * @param of gets it from a job
	 */
	private record Parameter(boolean isList, Function<Job<Object>, Object> of) {

	}

}
