package io.github.redistiers.store.ratelimit;

import java.time.Duration;

/**
 * What a rate limit says. Where a call named several limits, this is about one of them:
 * the one that makes the caller wait longest, or else has the fewest permits left.
 *
 * @param allowed whether the permits were taken, from all limits; of a call that only
 * looks, whether one permit is there
 * @param remaining how many permits are left, after this call
 * @param retryAfter how long until the same call is allowed, if nobody else takes permits
 * meanwhile; zero if this one was
 * @param resetAfter how long until the limit is as if it had never been used
 * @param limit the limit that this is about
 * @param fromStore whether the store has answered. If not, the answer is what the limiter
 * declares with {@link OnStoreFailure}, and the numbers are this process's own
 * @since 0.1.0
 */
public record RateLimitResult(boolean allowed, long remaining, Duration retryAfter, Duration resetAfter,
		RateLimit limit, boolean fromStore) {

}
