package io.github.redistiers.autoconfigure.store;

import java.time.Duration;
import java.util.List;

import io.github.redistiers.TierRole;
import io.github.redistiers.boot.ConditionalOnTier;
import io.github.redistiers.boot.InvalidTierPropertyException;
import io.github.redistiers.codec.JsonCodecs;
import io.github.redistiers.store.queue.JobListeners;
import io.github.redistiers.store.queue.JobObserver;
import io.github.redistiers.store.queue.JobOptions;
import io.github.redistiers.store.queue.QueueSettings;
import io.github.redistiers.store.queue.QueueStructure;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.convert.DurationStyle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Role;
import org.springframework.util.unit.DataSize;

/**
 * {@link AutoConfiguration Auto-configuration} for job queues and their listeners.
 *
 * @since 0.1.0
 */
@AutoConfiguration(afterName = "io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration",
		before = StoreTierRepositoriesAutoConfiguration.class)
@EnableConfigurationProperties(StoreProperties.class)
public final class StoreTierQueuesAutoConfiguration {

	private static final DataSize MOST = DataSize.ofMegabytes(100);

	@Bean
	QueueStructure queueStructure(StoreProperties properties, ObjectProvider<JobObserver> observers,
			BeanFactory beanFactory) {
		List<String> packages = AutoConfigurationPackages.has(beanFactory) ? AutoConfigurationPackages.get(beanFactory)
				: List.of();
		return new QueueStructure(settings(properties.queues()), new JsonCodecs(packages, null),
				observers.getIfUnique(() -> JobObserver.NONE));
	}

	@Bean
	@ConditionalOnTier(TierRole.STORE)
	@Role(BeanDefinition.ROLE_INFRASTRUCTURE)
	static JobListeners jobListeners() {
		return new JobListeners();
	}

	private static QueueSettings settings(StoreProperties.Queues queues) {
		check(queues.lease().compareTo(QueueSettings.SHORTEST_LEASE) >= 0, "lease", print(queues.lease()),
				"shorter leases would end while the server is busy", "100ms or more");
		check(queues.maxLease().compareTo(queues.lease()) >= 0 && queues.maxLease().compareTo(JobOptions.LONGEST) <= 0,
				"max-lease", print(queues.maxLease()),
				"it cannot be shorter than redis-tiers.store.queues.lease or longer than ten years",
				print(queues.lease()) + " or more");
		check(queues.attempts() >= 1 && queues.attempts() <= JobOptions.MOST_ATTEMPTS, "attempts", queues.attempts(),
				"a job is tried at least once", "1 to " + JobOptions.MOST_ATTEMPTS);
		check(queues.payloadLimit().toBytes() >= 1 && queues.payloadLimit().compareTo(MOST) <= 0, "payload-limit",
				queues.payloadLimit(), "larger ones would hold up everybody else's calls", "1B to 100MB");
		check(queues.maxWait().toMillis() >= 1, "max-wait", print(queues.maxWait()),
				"a process cannot look all the time", "1ms or more");
		check(!queues.shutdownGrace().isNegative(), "shutdown-grace", print(queues.shutdownGrace()),
				"nobody waits for a negative time", "0s or more");
		return new QueueSettings(queues.lease(), queues.maxLease(), queues.attempts(),
				(int) queues.payloadLimit().toBytes(), queues.maxWait(), queues.shutdownGrace());
	}

	private static String print(Duration duration) {
		return DurationStyle.SIMPLE.print(duration);
	}

	private static void check(boolean valid, String name, Object value, String reason, String allowed) {
		if (!valid) {
			String property = "redis-tiers.store.queues." + name;
			throw new InvalidTierPropertyException(property, "%s is %s, but %s.".formatted(property, value, reason),
					"Set %s to %s.".formatted(property, allowed));
		}
	}

}
