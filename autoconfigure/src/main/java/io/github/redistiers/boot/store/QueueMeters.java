package io.github.redistiers.boot.store;

import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

import io.github.redistiers.observe.TierMeter;
import io.github.redistiers.store.queue.JobContext;
import io.github.redistiers.store.queue.QueueStatus;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * The meters of job queues. How full a queue is, the store is asked when somebody reads a
 * meter, at most every few seconds and without keeping the reader waiting: it reads what
 * was so the last time.
 */
final class QueueMeters implements MeterBinder {

	private static final String QUEUE = "queue";

	private final Map<String, OfQueue> queues = new ConcurrentHashMap<>();

	/**
	 * More than one where an application has several and none that combines them.
	 */
	private final Set<MeterRegistry> registries = ConcurrentHashMap.newKeySet();

	void declared(String queue, Supplier<CompletionStage<QueueStatus>> status) {
		OfQueue known = this.queues.computeIfAbsent(queue, (name) -> new OfQueue(name, status));
		this.registries.forEach(known::bindTo);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.registries.add(registry);
		this.queues.values().forEach((queue) -> queue.bindTo(registry));
	}

	void taken(String queue, JobContext job, Duration waited) {
		OfQueue known = this.queues.get(queue);
		if (known != null) {
			known.taken(job, waited);
		}
	}

	void retried(String queue) {
		count(queue, (known) -> known.retried);
	}

	void died(String queue) {
		count(queue, (known) -> known.died);
	}

	void lostLease(String queue) {
		count(queue, (known) -> known.lostLeases);
	}

	private void count(String queue, Function<OfQueue, LongAdder> counter) {
		OfQueue known = this.queues.get(queue);
		if (known != null) {
			counter.apply(known).increment();
		}
	}

	/**
	 * What is counted of one queue.
	 */
	private static final class OfQueue {

		private static final long PAUSE = Duration.ofSeconds(5).toNanos();

		private final String name;

		private final Supplier<CompletionStage<QueueStatus>> asking;

		private final LongAdder retried = new LongAdder();

		private final LongAdder died = new LongAdder();

		private final LongAdder lostLeases = new LongAdder();

		private final AtomicLong nextQuestion = new AtomicLong(System.nanoTime());

		private volatile @Nullable QueueStatus status;

		private final Map<MeterRegistry, Timer> waits = new ConcurrentHashMap<>();

		private final Map<MeterRegistry, DistributionSummary> attempts = new ConcurrentHashMap<>();

		OfQueue(String name, Supplier<CompletionStage<QueueStatus>> asking) {
			this.name = name;
			this.asking = asking;
		}

		void taken(JobContext job, Duration waited) {
			this.waits.values().forEach((timer) -> timer.record(waited));
			this.attempts.values().forEach((summary) -> summary.record(job.attempt()));
		}

		void bindTo(MeterRegistry registry) {
			state(registry, "ready", QueueStatus::ready);
			state(registry, "delayed", QueueStatus::delayed);
			state(registry, "leased", QueueStatus::leased);
			state(registry, "dead", QueueStatus::dead);
			TimeGauge
				.builder(TierMeter.QUEUE_OLDEST.meterName(), this, TimeUnit.MILLISECONDS,
						(queue) -> queue.read(OfQueue::oldest))
				.description(TierMeter.QUEUE_OLDEST.description())
				.tag(QUEUE, this.name)
				.register(registry);
			count(registry, TierMeter.QUEUE_RETRIED, this.retried);
			count(registry, TierMeter.QUEUE_DIED, this.died);
			count(registry, TierMeter.QUEUE_LOST_LEASES, this.lostLeases);
			this.waits.put(registry,
					Timer.builder(TierMeter.QUEUE_WAITS.meterName())
						.description(TierMeter.QUEUE_WAITS.description())
						.tag(QUEUE, this.name)
						.register(registry));
			this.attempts.put(registry,
					DistributionSummary.builder(TierMeter.QUEUE_ATTEMPTS.meterName())
						.description(TierMeter.QUEUE_ATTEMPTS.description())
						.tag(QUEUE, this.name)
						.register(registry));
		}

		private static double oldest(QueueStatus status) {
			Duration oldest = status.oldest();
			return (oldest != null) ? oldest.toMillis() : 0;
		}

		private void state(MeterRegistry registry, String state, ToDoubleFunction<QueueStatus> number) {
			Gauge.builder(TierMeter.QUEUE_JOBS.meterName(), this, (queue) -> queue.read(number))
				.description(TierMeter.QUEUE_JOBS.description())
				.tag(QUEUE, this.name)
				.tag("state", state)
				.register(registry);
		}

		private void count(MeterRegistry registry, TierMeter meter, LongAdder counter) {
			FunctionCounter.builder(meter.meterName(), counter, LongAdder::sum)
				.description(meter.description())
				.tag(QUEUE, this.name)
				.register(registry);
		}

		/**
		 * Not a number until the store has answered, and once it does not any more.
		 */
		private double read(ToDoubleFunction<QueueStatus> number) {
			long now = System.nanoTime();
			long next = this.nextQuestion.get();
			if (now - next >= 0 && this.nextQuestion.compareAndSet(next, now + PAUSE)) {
				this.asking.get().whenComplete((answer, failure) -> this.status = (failure != null) ? null : answer);
			}
			QueueStatus last = this.status;
			return (last != null) ? number.applyAsDouble(last) : Double.NaN;
		}

	}

}
