package io.github.redistiers.autoconfigure.store;

import io.github.redistiers.boot.store.QueueObservations;
import io.github.redistiers.store.queue.JobObserver;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.ObservationRegistry;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.util.function.SingletonSupplier;

/**
 * {@link AutoConfiguration Auto-configuration} for meters and observations of job queues.
 *
 * @since 0.1.0
 */
@AutoConfiguration(before = StoreTierQueuesAutoConfiguration.class)
@ConditionalOnClass({ MeterBinder.class, ObservationRegistry.class })
public final class StoreTierQueueMetricsAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(JobObserver.class)
	QueueObservations redisTiersQueueObservations(ObjectProvider<ObservationRegistry> observations) {
		return new QueueObservations(
				SingletonSupplier.of(() -> observations.getIfUnique(() -> ObservationRegistry.NOOP)));
	}

}
