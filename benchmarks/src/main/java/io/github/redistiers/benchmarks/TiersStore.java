package io.github.redistiers.benchmarks;

import java.util.List;
import java.util.function.IntFunction;

import io.github.redistiers.TierRole;
import io.github.redistiers.breaker.CircuitBreakerSettings;
import io.github.redistiers.codec.JsonCodecs;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.TierSettings;
import io.github.redistiers.store.DurabilitySettings;
import io.github.redistiers.store.StoreBreakers;
import io.github.redistiers.store.StoreExceptionTranslation;
import io.github.redistiers.store.StoreRepositories;
import io.github.redistiers.store.StoreRetrySettings;
import io.github.redistiers.store.counter.CoalesceIncrements;
import io.github.redistiers.store.counter.CounterRepository;
import io.github.redistiers.store.counter.CounterStructure;
import io.github.redistiers.store.flag.FlagStructure;
import io.github.redistiers.store.lock.LockStructure;
import io.github.redistiers.store.queue.JobObserver;
import io.github.redistiers.store.queue.QueueSettings;
import io.github.redistiers.store.queue.QueueStructure;
import io.github.redistiers.store.ratelimit.RateLimit;
import io.github.redistiers.store.ratelimit.RateLimitRepository;
import io.github.redistiers.store.ratelimit.RateLimitStructure;
import io.github.redistiers.store.reservation.ReservationStructure;
import io.github.redistiers.store.session.SessionLayout;
import io.github.redistiers.store.session.SessionSettings;
import io.github.redistiers.store.session.SessionStructure;
import io.github.redistiers.store.session.StoreSessionRepository;
import io.github.redistiers.store.workflow.WorkflowStructure;
import io.lettuce.core.RedisURI;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.DelegatingIndexResolver;
import org.springframework.session.PrincipalNameIndexResolver;

/**
 * The store tier as an application has it: with names for failures, breakers and retries.
 */
final class TiersStore implements AutoCloseable {

	private final TierConnectionFactory factory;

	private final StoreRepositories repositories;

	TiersStore(RedisURI address) {
		StoreBreakers breakers = new StoreBreakers(CircuitBreakerSettings.defaults(), null);
		TierSettings tier = TierSettings
			.builder("benchmark", TierRole.STORE,
					new RedisStandaloneConfiguration(address.getHost(), address.getPort()))
			.failureTranslation(new StoreExceptionTranslation())
			.sharedCommands(breakers)
			.build();
		this.factory = new TierConnectionFactory(tier);
		this.factory.afterPropertiesSet();
		this.factory.start();
		this.repositories = new StoreRepositories(this.factory, "benchmark:", breakers, StoreRetrySettings.defaults(),
				DurabilitySettings.defaults(),
				List.of(new CounterStructure(), new FlagStructure(), new LockStructure(), new RateLimitStructure(),
						new WorkflowStructure(), new ReservationStructure(), sessionStructure(), queueStructure()));
	}

	private static SessionStructure sessionStructure() {
		return new SessionStructure(SessionSettings.defaults(SessionLayout.TIERS), List.of(), null, (event) -> {
		}, RedisSerializer.java(), new DelegatingIndexResolver<>(List.of(new PrincipalNameIndexResolver<>())),
				MeasuredSession.ids());
	}

	private static QueueStructure queueStructure() {
		JsonCodecs codecs = new JsonCodecs(List.of(TiersStore.class.getPackageName()),
				TiersStore.class.getClassLoader());
		return new QueueStructure(QueueSettings.defaults(), codecs, JobObserver.NONE);
	}

	<R> R repository(Class<R> type, String name) {
		return this.repositories.create(type, name);
	}

	static StoreOperation increments(RedisURI address, Class<? extends CounterRepository> type) {
		TiersStore store = new TiersStore(address);
		CounterRepository views = store.repository(type, "views");
		IntFunction<Object> increment = (number) -> views.increment("page-" + number);
		return new StoreOperation(increment, store::close);
	}

	static StoreOperation limits(RedisURI address) {
		TiersStore store = new TiersStore(address);
		RateLimitRepository limits = store.repository(RateLimitRepository.class, "limits");
		RateLimit limit = RateLimit.of(MeasuredLimit.PERMITS, MeasuredLimit.PERIOD);
		return new StoreOperation((number) -> take(limits, limit, number, 1),
				(number) -> take(limits, limit, number, MeasuredLimit.FIRST), store::close);
	}

	static StoreOperation sessions(RedisURI address) {
		TiersStore store = new TiersStore(address);
		return MeasuredSession.on(store.repository(StoreSessionRepository.class, "http"), store::close);
	}

	private static Object take(RateLimitRepository limits, RateLimit limit, int number, long permits) {
		return MeasuredLimit.allowed(limits.tryAcquire(MeasuredLimit.subject(number), permits, limit).allowed());
	}

	@Override
	public void close() {
		this.repositories.close();
		this.factory.destroy();
	}

	/**
	 * Counters whose increments go together.
	 */
	@CoalesceIncrements
	interface Together extends CounterRepository {

	}

}
