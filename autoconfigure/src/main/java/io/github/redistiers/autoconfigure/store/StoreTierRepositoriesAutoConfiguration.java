package io.github.redistiers.autoconfigure.store;

import java.util.List;
import java.util.Set;

import io.github.redistiers.StoreTier;
import io.github.redistiers.TierRole;
import io.github.redistiers.boot.ConditionalOnTier;
import io.github.redistiers.boot.KeyPrefix;
import io.github.redistiers.autoconfigure.store.StoreProperties.CircuitBreaker;
import io.github.redistiers.boot.CircuitBreakerChecks;
import io.github.redistiers.boot.InvalidTierPropertyException;
import io.github.redistiers.connection.FailureTranslation;
import io.github.redistiers.store.DurabilitySettings;
import io.github.redistiers.store.StoreBreakers;
import io.github.redistiers.store.StoreExceptionTranslation;
import io.github.redistiers.store.StoreRepositories;
import io.github.redistiers.store.StoreRetrySettings;
import io.github.redistiers.store.StructureFactory;
import io.github.redistiers.store.counter.CounterStructure;
import io.github.redistiers.store.flag.FlagStructure;
import io.github.redistiers.store.lock.LockStructure;
import io.github.redistiers.store.ratelimit.RateLimitStructure;
import io.github.redistiers.store.reservation.ReservationStructure;
import io.github.redistiers.store.script.ScriptStructure;
import io.github.redistiers.store.workflow.WorkflowStructure;

import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * {@link AutoConfiguration Auto-configuration} for repositories on the store tier.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = "io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration")
@EnableConfigurationProperties(StoreProperties.class)
@Import(StoreRepositoriesRegistrar.class)
public final class StoreTierRepositoriesAutoConfiguration {

	private static final Set<String> APPENDFSYNC = Set.of("always", "everysec", "no");

	@Bean
	@ConditionalOnMissingBean
	FailureTranslation storeExceptionTranslation() {
		return new StoreExceptionTranslation();
	}

	@Bean
	@ConditionalOnMissingBean
	StoreBreakers storeBreakers(StoreProperties properties, ObjectProvider<CircuitBreakerRegistry> registry) {
		CircuitBreaker breaker = properties.circuitBreaker();
		return new StoreBreakers(
				breaker.enabled() ? CircuitBreakerChecks.settings("redis-tiers.store.circuit-breaker",
						breaker.failureRateThreshold(), breaker.slidingWindowSize(),
						breaker.slowCallDurationThreshold(), breaker.waitDurationInOpenState()) : null,
				registry.getIfUnique());
	}

	@Bean
	CounterStructure counterStructure() {
		return new CounterStructure();
	}

	@Bean
	FlagStructure flagStructure() {
		return new FlagStructure();
	}

	@Bean
	RateLimitStructure rateLimitStructure() {
		return new RateLimitStructure();
	}

	@Bean
	ReservationStructure reservationStructure() {
		return new ReservationStructure();
	}

	@Bean
	WorkflowStructure workflowStructure() {
		return new WorkflowStructure();
	}

	@Bean
	LockStructure lockStructure() {
		return new LockStructure();
	}

	@Bean
	ScriptStructure scriptStructure() {
		return new ScriptStructure();
	}

	@Bean
	@ConditionalOnTier(TierRole.STORE)
	@ConditionalOnMissingBean
	StoreRepositories storeRepositories(@StoreTier RedisConnectionFactory connectionFactory, StoreProperties properties,
			StoreBreakers breakers, ObjectProvider<StructureFactory<?>> structures, Environment environment) {
		String keyPrefix = KeyPrefix.of("redis-tiers.store.key-prefix", properties.keyPrefix(), environment);
		return new StoreRepositories(connectionFactory, keyPrefix, breakers, retry(properties.retry()),
				durability(properties), List.copyOf(structures.orderedStream().toList()));
	}

	private static DurabilitySettings durability(StoreProperties properties) {
		check(properties.durabilityTimeout().toMillis() >= 1, "durability-timeout",
				DurationStyle.SIMPLE.print(properties.durabilityTimeout()), "no change is durable at once",
				"1ms or more");
		check(properties.durabilityReplicas() >= 1, "durability-replicas", properties.durabilityReplicas(),
				"at least one replica must be waited for", "1 or more");
		String appendfsync = properties.assumedAppendfsync();
		check(appendfsync == null || APPENDFSYNC.contains(appendfsync), "assumed-appendfsync",
				String.valueOf(appendfsync), "servers know always, everysec and no", "what the server has");
		return new DurabilitySettings(properties.durability(), properties.durabilityReplicas(),
				properties.durabilityTimeout(), appendfsync);
	}

	private static StoreRetrySettings retry(StoreProperties.Retry retry) {
		check(retry.maxAttempts() >= 1, "retry.max-attempts", retry.maxAttempts(), "a call is made at least once",
				"1 or more");
		check(retry.waitDuration().toMillis() >= 1, "retry.wait-duration",
				DurationStyle.SIMPLE.print(retry.waitDuration()), "a server in trouble needs a pause", "1ms or more");
		return new StoreRetrySettings(retry.maxAttempts(), retry.waitDuration());
	}

	private static void check(boolean valid, String name, Object value, String reason, String allowed) {
		if (!valid) {
			String property = "redis-tiers.store." + name;
			throw new InvalidTierPropertyException(property, "%s is %s, but %s.".formatted(property, value, reason),
					"Set %s to %s.".formatted(property, allowed));
		}
	}

}
