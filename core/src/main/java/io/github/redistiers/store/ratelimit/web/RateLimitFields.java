package io.github.redistiers.store.ratelimit.web;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

import io.github.redistiers.store.ratelimit.RateLimit;
import io.github.redistiers.store.ratelimit.RateLimitResult;

import org.springframework.util.Assert;

/**
 * A response's header fields about rate limits, after the IETF's draft "RateLimit header
 * fields for HTTP".
 */
final class RateLimitFields {

	private final RateLimit[] limits;

	private final String policy;

	RateLimitFields(RateLimit[] limits) {
		Assert.notEmpty(limits, "A filter without a rate limit. Name at least one.");
		this.limits = limits.clone();
		this.policy = Arrays.stream(limits).map(RateLimitFields::policy).collect(Collectors.joining(", "));
	}

	RateLimit[] limits() {
		return this.limits;
	}

	/**
	 * Writes the fields. An answer that does not come from the store knows no numbers.
	 */
	void write(RateLimitResult result, BiConsumer<String, String> response) {
		response.accept("RateLimit-Policy", this.policy);
		if (result.fromStore()) {
			Duration time = result.allowed() ? result.resetAfter() : result.retryAfter();
			response.accept("RateLimit",
					"%s;r=%d;t=%d".formatted(name(result.limit()), result.remaining(), seconds(time)));
		}
		if (!result.allowed()) {
			response.accept("Retry-After", Long.toString(Math.max(1, seconds(result.retryAfter()))));
		}
	}

	private static String policy(RateLimit limit) {
		String quota = "%s;q=%d".formatted(name(limit), limit.permits());
		// a window is told in whole seconds, or not at all
		boolean isWhole = limit.period().getNano() == 0;
		return isWhole ? quota + ";w=" + limit.period().toSeconds() : quota;
	}

	private static String name(RateLimit limit) {
		return '"' + limit.toString() + '"';
	}

	/**
	 * Rounded up: who waits that long has waited long enough.
	 */
	private static long seconds(Duration duration) {
		return duration.plusNanos(999_999_999).toSeconds();
	}

}
