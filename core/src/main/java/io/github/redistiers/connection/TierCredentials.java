package io.github.redistiers.connection;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoOperator;
import reactor.core.scheduler.Scheduler;
import reactor.util.retry.Retry;

/**
 * An application's provider of credentials, which may read a file, call a service, fail
 * or hang. Lettuce would ask it on an event loop, and everything else of the tier would
 * wait there.
 */
final class TierCredentials implements RedisCredentialsProvider {

	private static final Log logger = LogFactory.getLog(TierCredentials.class);

	private static final Duration FIRST_RETRY = Duration.ofSeconds(1);

	private static final Duration LAST_RETRY = Duration.ofMinutes(1);

	private final RedisCredentialsProvider provider;

	private final Duration limit;

	private final @Nullable Duration interval;

	private final String tier;

	private final Scheduler scheduler;

	private final Mono<RedisCredentials> closing;

	/**
	 * Makes a provider.
	 * @param provider the application's
	 * @param settings whose servers the credentials are for
	 * @param interval how often open connections ask again, or {@code null} for never
	 * @param scheduler where the application's provider is asked
	 * @param closing fails when the tier is closed
	 */
	TierCredentials(RedisCredentialsProvider provider, TierSettings settings, @Nullable Duration interval,
			Scheduler scheduler, Mono<RedisCredentials> closing) {
		this.provider = provider;
		// Lettuce's own limit comes later and knows no reason.
		this.limit = settings.connectTimeout().multipliedBy(3).dividedBy(4);
		this.interval = interval;
		this.tier = settings.name();
		this.scheduler = scheduler;
		this.closing = closing;
	}

	@Override
	public Mono<RedisCredentials> resolveCredentials() {
		return new Unawaited(resolve());
	}

	private Mono<RedisCredentials> resolve() {
		return this.closing.or(Mono.defer(this.provider::resolveCredentials)
			.switchIfEmpty(Mono.error(() -> unavailable("has none to give", null)))
			.subscribeOn(this.scheduler)
			.timeout(this.limit)
			.onErrorMap(this::named));
	}

	private Throwable named(Throwable failure) {
		if (failure instanceof CredentialsUnavailableException) {
			return failure;
		}
		return (failure instanceof TimeoutException)
				? unavailable("gave none within " + this.limit.toMillis() + " ms", failure)
				: unavailable("failed with " + failure.getClass().getName(), failure);
	}

	private static CredentialsUnavailableException unavailable(String reason, @Nullable Throwable cause) {
		return new CredentialsUnavailableException("the provider of credentials " + reason, cause);
	}

	@Override
	public boolean supportsStreaming() {
		return this.interval != null || this.provider.supportsStreaming();
	}

	@Override
	public Flux<RedisCredentials> credentials() {
		Flux<RedisCredentials> pushed = this.provider.supportsStreaming() ? pushed() : Flux.never();
		Flux<RedisCredentials> all = (this.interval != null) ? Flux.merge(pushed, pulled(this.interval)) : pushed;
		return all.filter(RedisCredentials::hasPassword);
	}

	private Flux<RedisCredentials> pushed() {
		return Flux.defer(this.provider::credentials)
			.subscribeOn(this.scheduler)
			.doOnError(this::warn)
			.retryWhen(Retry.backoff(Long.MAX_VALUE, FIRST_RETRY).maxBackoff(LAST_RETRY));
	}

	private Flux<RedisCredentials> pulled(Duration interval) {
		return Flux.interval(interval)
			.onBackpressureDrop()
			.concatMap((tick) -> resolve().doOnError(this::warn).onErrorComplete(), 1);
	}

	private void warn(Throwable failure) {
		logger.warn("Open connections of the " + this.tier + " tier keep the credentials they have: "
				+ named(failure).getMessage() + ". It is asked again.");
	}

	/**
	 * Credentials for those who subscribe to them. Who blocks gets none: Lettuce, which
	 * prints each address with an asterisk for each letter of the password, and would
	 * hold up its event loops until it has it, for events that nobody reads.
	 */
	private static final class Unawaited extends MonoOperator<RedisCredentials, RedisCredentials> {

		Unawaited(Mono<RedisCredentials> source) {
			super(source);
		}

		@Override
		public void subscribe(CoreSubscriber<? super RedisCredentials> actual) {
			this.source.subscribe(actual);
		}

		@Override
		public @Nullable RedisCredentials block() {
			return null;
		}

	}

}
