package io.github.redistiers.connection;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.stream.Stream;

import io.lettuce.core.TimeoutOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * What Lettuce 7 adds to the time limit of a command while its server says that it is
 * under maintenance: ten seconds by default, for which a caller would wait longer than
 * the tier's limit. Lettuce 6 adds nothing and has no such option, hence by name.
 */
final class RelaxedTimeouts {

	private static final @Nullable Method RELAX = ReflectionUtils.findMethod(TimeoutOptions.Builder.class,
			"relaxedTimeoutsDuringMaintenance", Duration.class);

	private static final @Nullable Method RELAXED = ReflectionUtils.findMethod(TimeoutOptions.class,
			"getRelaxedTimeout");

	/**
	 * Negative is off.
	 */
	private static final Duration OFF = Duration.ofMillis(-1);

	private RelaxedTimeouts() {
	}

	/**
	 * What a native image must know to be called by name.
	 */
	static Stream<Method> calledByName() {
		return Stream.of(RELAX, RELAXED).flatMap(Stream::ofNullable);
	}

	/**
	 * Has no time be added.
	 */
	static TimeoutOptions.Builder off(TimeoutOptions.Builder options) {
		if (RELAX != null) {
			ReflectionUtils.invokeMethod(RELAX, options, OFF);
		}
		return options;
	}

	/**
	 * Whether no time is ever added.
	 */
	static boolean areOff(TimeoutOptions options) {
		return RELAXED == null
				|| (ReflectionUtils.invokeMethod(RELAXED, options) instanceof Duration added && added.isNegative());
	}

}
