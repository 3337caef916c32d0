package io.github.redistiers.connection;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisCredentialsProvider.ImmediateRedisCredentialsProvider;
import io.netty.util.concurrent.DefaultThreadFactory;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;
import org.springframework.data.redis.connection.lettuce.RedisCredentialsProviderFactory;

/**
 * The providers of a tier's credentials, none of which can hold up the tier.
 */
final class TierCredentialsFactory implements RedisCredentialsProviderFactory {

	/**
	 * More than one, since a provider may hang in one of them without heeding anybody.
	 */
	private static final int THREADS = 4;

	private static final int WAITING = 256;

	private final RedisCredentialsProviderFactory providers;

	private final TierSettings settings;

	private final Scheduler scheduler;

	private final Sinks.Empty<RedisCredentials> closing = Sinks.empty();

	TierCredentialsFactory(RedisCredentialsProviderFactory providers, TierSettings settings) {
		this.providers = providers;
		this.settings = settings;
		this.scheduler = Schedulers.fromExecutorService(threads(settings.name()));
	}

	/**
	 * Threads that end by themselves when nobody has asked for a while.
	 */
	private static ThreadPoolExecutor threads(String tier) {
		ThreadPoolExecutor threads = new ThreadPoolExecutor(THREADS, THREADS, 10, TimeUnit.SECONDS,
				new LinkedBlockingQueue<>(WAITING), new DefaultThreadFactory("redis-tiers-credentials-" + tier, true));
		threads.allowCoreThreadTimeOut(true);
		return threads;
	}

	@Override
	public @Nullable RedisCredentialsProvider createCredentialsProvider(RedisConfiguration configuration) {
		RedisCredentialsProvider provider = this.providers.createCredentialsProvider(configuration);
		return (provider != null) ? limited(provider, this.settings.reauthenticationInterval()) : null;
	}

	@Override
	public RedisCredentialsProvider createSentinelCredentialsProvider(RedisSentinelConfiguration configuration) {
		return limited(this.providers.createSentinelCredentialsProvider(configuration), null);
	}

	private RedisCredentialsProvider limited(RedisCredentialsProvider provider, @Nullable Duration interval) {
		return (provider instanceof ImmediateRedisCredentialsProvider && interval == null) ? provider
				: new TierCredentials(provider, this.settings, interval, this.scheduler, this.closing.asMono());
	}

	/**
	 * Ends all waiting for credentials, now and later. Whoever got them after the tier's
	 * event loops have ended would go on with a greeting that nobody sends.
	 */
	void close() {
		this.closing.tryEmitError(
				new CredentialsUnavailableException("the provider of credentials is not asked any more", null));
	}

	/**
	 * One provider for all data servers. Sentinels have credentials of their own, in the
	 * configuration.
	 */
	record Fixed(RedisCredentialsProvider provider) implements RedisCredentialsProviderFactory {

		@Override
		public RedisCredentialsProvider createCredentialsProvider(RedisConfiguration configuration) {
			return this.provider;
		}

	}

}
