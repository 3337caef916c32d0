package io.github.redistiers.autoconfigure.store;

import java.time.Duration;
import java.util.List;

import io.github.redistiers.store.DurabilityLevel;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Properties of the repositories on the store tier.
 *
 * @param keyPrefix What every key of the store tier begins with, without braces. By
 * default the application's name and a colon.
 * @param strict Whether templates of the store tier refuse an expiry, KEYS, FLUSHALL and
 * FLUSHDB. By default they do, unless the store's address is that of spring.data.redis.*
 * or of a connection factory of the application's own.
 * @param strictAllowedCommands Which of the commands that strict templates refuse they
 * send nevertheless, such as "keys", or "set" for a SET with an expiry.
 * @param durability What has happened to a change when the method of a repository returns
 * that made it, where no @Durability says otherwise: "server" has applied it, it is
 * "fsynced" to the server's disk, or it is "replicated".
 * @param durabilityTimeout How long a change may take to become durable after it was
 * made.
 * @param durabilityReplicas How many replicas have received a change that is to be
 * replicated.
 * @param assumedAppendfsync What appendfsync is on servers that refuse to tell it (CONFIG
 * GET), such as "always". By default nothing is assumed.
 * @param circuitBreaker The circuit breakers of the store tier.
 * @param retry How repositories make calls again.
 * @param atomicEntities Whether a @RedisHash repository changes an entity whole or not at
 * all. With "false" Spring Data's own commands are sent, of which a full server accepts
 * the DEL alone.
 * @param queues The job queues of the store tier.
 */
@ConfigurationProperties("redis-tiers.store")
record StoreProperties(@Nullable String keyPrefix, @Nullable Boolean strict,
		@DefaultValue List<String> strictAllowedCommands, @DefaultValue("server") DurabilityLevel durability,
		@DefaultValue("3s") Duration durabilityTimeout, @DefaultValue("1") int durabilityReplicas,
		@Nullable String assumedAppendfsync, @DefaultValue CircuitBreaker circuitBreaker, @DefaultValue Retry retry,
		@DefaultValue("true") boolean atomicEntities, @DefaultValue Queues queues) {

	/**
	 * Properties of the circuit breakers. An application that has a registry of its own
	 * with a configuration or an instance named redis-tiers-store sets them there.
	 *
	 * @param enabled Whether calls to a server that hangs fail at once instead of waiting
	 * for their time limit. Each node of a cluster is judged by itself.
	 * @param failureRateThreshold Percentage of the last commands from which on the
	 * breaker opens, if they were not answered, or if they were slow.
	 * @param slidingWindowSize How many of the last commands are looked at. Half of them
	 * are enough at first.
	 * @param slowCallDurationThreshold From what duration on a command is slow. By
	 * default redis-tiers.store.timeout, so that none is slow that is answered.
	 * @param waitDurationInOpenState How long nothing is sent to a server before a few
	 * commands try it again. A lost connection that comes back is tried at once.
	 */
	record CircuitBreaker(@DefaultValue("true") boolean enabled, @DefaultValue("50") int failureRateThreshold,
			@DefaultValue("50") int slidingWindowSize, @Nullable Duration slowCallDurationThreshold,
			@DefaultValue("1s") Duration waitDurationInOpenState) {

	}

	/**
	 * Properties of the calls that repositories make again: those that were not applied,
	 * for a cause that passes.
	 *
	 * @param maxAttempts How often a call is made at most. 1 for once.
	 * @param waitDuration How long the first wait is. Each further one is twice as long,
	 * and all vary by half.
	 */
	record Retry(@DefaultValue("3") int maxAttempts, @DefaultValue("25ms") Duration waitDuration) {

	}

	/**
	 * Properties of the job queues.
	 *
	 * @param lease For how long a job is its process's. It is renewed while the job's
	 * listener runs, so this is how long a job waits whose process has died.
	 * @param maxLease How long one attempt at a job may take. Then its lease is renewed
	 * no more, it is reported, and somebody else gets the job.
	 * @param attempts How often a job is tried that does not say it itself, before it
	 * goes to the dead letters.
	 * @param payloadLimit The largest payload of a job.
	 * @param maxWait How long a process at most waits for the word that there are jobs
	 * before it looks itself.
	 * @param shutdownGrace How long running jobs get when the application stops. Keep it
	 * below spring.lifecycle.timeout-per-shutdown-phase.
	 */
	record Queues(@DefaultValue("30s") Duration lease, @DefaultValue("1h") Duration maxLease,
			@DefaultValue("5") int attempts, @DefaultValue("1MB") DataSize payloadLimit,
			@DefaultValue("5s") Duration maxWait, @DefaultValue("20s") Duration shutdownGrace) {

	}

}
