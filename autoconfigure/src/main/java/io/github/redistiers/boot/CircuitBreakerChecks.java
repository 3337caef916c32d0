package io.github.redistiers.boot;

import java.time.Duration;

import io.github.redistiers.breaker.CircuitBreakerSettings;
import org.jspecify.annotations.Nullable;

/**
 * Makes the settings of circuit breakers from properties, and refuses those that cannot
 * be.
 *
 * @since 0.1.0
 */
public final class CircuitBreakerChecks {

	private CircuitBreakerChecks() {
	}

	/**
	 * Makes the settings.
	 * @param prefix the properties' prefix, for messages
	 * @param rate {@code failure-rate-threshold}
	 * @param window {@code sliding-window-size}
	 * @param slow {@code slow-call-duration-threshold}, if it is set
	 * @param wait {@code wait-duration-in-open-state}
	 * @return the settings
	 * @throws InvalidTierPropertyException if one of them cannot be
	 */
	public static CircuitBreakerSettings settings(String prefix, int rate, int window, @Nullable Duration slow,
			Duration wait) {
		check(prefix, rate > 0 && rate <= 100, "failure-rate-threshold", rate, "it is a percentage",
				"a number from 1 to 100");
		check(prefix, window >= 2, "sliding-window-size", window, "a rate needs several commands", "2 or more");
		check(prefix, slow == null || slow.toMillis() >= 1, "slow-call-duration-threshold", String.valueOf(slow),
				"every command lasts a moment", "1ms or more");
		check(prefix, wait.toMillis() >= 1, "wait-duration-in-open-state", wait, "a server in trouble needs a pause",
				"1ms or more");
		return new CircuitBreakerSettings(rate, window, slow, wait);
	}

	private static void check(String prefix, boolean valid, String name, Object value, String reason, String allowed) {
		if (!valid) {
			String property = prefix + "." + name;
			throw new InvalidTierPropertyException(property, "%s is %s, but %s.".formatted(property, value, reason),
					"Set %s to %s.".formatted(property, allowed));
		}
	}

}
