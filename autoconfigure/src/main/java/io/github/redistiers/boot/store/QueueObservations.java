package io.github.redistiers.boot.store;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.github.redistiers.observe.TierMeter;
import io.github.redistiers.store.queue.JobContext;
import io.github.redistiers.store.queue.JobObserver;
import io.github.redistiers.store.queue.QueueStatus;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;

/**
 * Observes job queues: adding and handling jobs, with the trace carried in the jobs, and
 * the queues' meters. Jobs that are handled together continue the trace of the first.
 *
 * @since 0.1.0
 */
public final class QueueObservations implements JobObserver, MeterBinder {

	private static final String QUEUE = "queue";

	private final QueueMeters meters = new QueueMeters();

	private final Supplier<ObservationRegistry> observations;

	/**
	 * Observations in a registry.
	 * @param observations finds it when it is needed first, since much depends on it
	 */
	public QueueObservations(Supplier<ObservationRegistry> observations) {
		this.observations = observations;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.meters.bindTo(registry);
	}

	@Override
	public Adding adding(String queue, int jobs) {
		ObservationRegistry registry = this.observations.get();
		if (registry.isNoop()) {
			return Adding.NONE;
		}
		Map<String, String> carried = new HashMap<>();
		SenderContext<Map<String, String>> context = new SenderContext<>(
				(carrier, key, value) -> carried.put(key, value), Kind.PRODUCER);
		context.setCarrier(carried);
		Observation observation = started(TierMeter.QUEUE_ENQUEUE, queue, context, registry);
		return new Adding() {

			@Override
			public Map<String, String> carried() {
				return carried;
			}

			@Override
			public void ended(@Nullable Throwable failure) {
				stop(observation, failure);
			}

		};
	}

	@Override
	public Handling handling(String queue, List<? extends JobContext> jobs, Map<String, String> carried) {
		ObservationRegistry registry = this.observations.get();
		if (registry.isNoop()) {
			return Handling.NONE;
		}
		ReceiverContext<Map<String, String>> context = new ReceiverContext<>((carrier, key) -> carried.get(key),
				Kind.CONSUMER);
		context.setCarrier(carried);
		Observation observation = started(TierMeter.QUEUE_HANDLE, queue, context, registry);
		if (jobs.size() == 1) {
			observation.highCardinalityKeyValue("job", jobs.get(0).id());
		}
		Observation.Scope scope = observation.openScope();
		return new Handling() {

			@Override
			public void ended(@Nullable Throwable failure) {
				scope.close();
				stop(observation, failure);
			}

		};
	}

	private static Observation started(TierMeter meter, String queue, Observation.Context context,
			ObservationRegistry registry) {
		return Observation.createNotStarted(meter.meterName(), () -> context, registry)
			.contextualName(queue + ((meter == TierMeter.QUEUE_HANDLE) ? " handle" : " enqueue"))
			.lowCardinalityKeyValue(QUEUE, queue)
			.start();
	}

	private static void stop(Observation observation, @Nullable Throwable failure) {
		if (failure != null) {
			observation.error(failure);
		}
		observation.stop();
	}

	@Override
	public void declared(String queue, Supplier<CompletionStage<QueueStatus>> status) {
		this.meters.declared(queue, status);
	}

	@Override
	public void taken(String queue, JobContext job, Duration waited) {
		this.meters.taken(queue, job, waited);
	}

	@Override
	public void retried(String queue) {
		this.meters.retried(queue);
	}

	@Override
	public void died(String queue) {
		this.meters.died(queue);
	}

	@Override
	public void lostLease(String queue) {
		this.meters.lostLease(queue);
	}

}
