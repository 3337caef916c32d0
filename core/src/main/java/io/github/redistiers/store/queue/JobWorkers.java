package io.github.redistiers.store.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.github.redistiers.codec.UnreadableValueException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The threads of a listener.
 *
 * @param <T> the type of the payloads
 */
final class JobWorkers<T> implements JobListenerContainer {

	private static final Log logger = LogFactory.getLog(JobWorkers.class);

	/**
	 * For what is given back, and for an interrupted listener to end.
	 */
	private static final long LAST_WORDS = TimeUnit.SECONDS.toNanos(2);

	private final RedisQueue<T> queue;

	private final JobListenerSettings settings;

	private final JobHandler<T> handler;

	private final JobFeed<T> feed;

	/**
	 * How many jobs the handler is given at most.
	 */
	private final int together;

	private final List<Thread> threads = new ArrayList<>();

	private final CountDownLatch ended;

	private volatile boolean isStopped;

	private JobWorkers(RedisQueue<T> queue, JobListenerSettings settings, JobHandler<T> handler) {
		this.queue = queue;
		this.settings = settings;
		this.handler = handler;
		boolean isSingle = handler instanceof JobHandler.Single<T>;
		this.together = isSingle ? 1 : settings.batch();
		int room = isSingle ? Math.max(settings.concurrency(), settings.batch())
				: settings.concurrency() * settings.batch();
		Duration lease = (settings.lease() != null) ? settings.lease() : queue.settings().lease();
		this.feed = new JobFeed<>(queue, lease, room, new FetchAhead(settings.concurrency(), this.together));
		this.ended = new CountDownLatch(settings.concurrency());
	}

	static <T> JobWorkers<T> start(RedisQueue<T> queue, JobListenerSettings settings, JobHandler<T> handler) {
		JobWorkers<T> workers = new JobWorkers<>(queue, settings, handler);
		workers.feed.start();
		for (int i = 1; i <= settings.concurrency(); i++) {
			Thread thread = new Thread(workers::work, "redis-tiers-jobs-%s-%d".formatted(queue.name(), i));
			thread.setDaemon(true);
			workers.threads.add(thread);
			thread.start();
		}
		return workers;
	}

	private void work() {
		try {
			while (true) {
				List<LeasedJob<T>> jobs = this.feed.next(this.together);
				if (jobs.isEmpty()) {
					return;
				}
				long began = this.queue.process().now();
				List<Outcome> outcomes = outcomes(jobs);
				this.feed.report(outcomes, this.queue.process().now() - began);
			}
		}
		catch (InterruptedException ex) {
			logger.debug("A listener of the queue %s was interrupted".formatted(this.queue.name()));
		}
		finally {
			this.ended.countDown();
		}
	}

	private List<Outcome> outcomes(List<LeasedJob<T>> jobs) {
		try {
			return handle(jobs);
		}
		catch (RuntimeException ex) {
			// no fault of the jobs, and no reason to end the thread
			logger.error("Jobs of the queue %s were not handled and go back".formatted(this.queue.name()), ex);
			return jobs.stream().map(Outcome::back).toList();
		}
	}

	private List<Outcome> handle(List<LeasedJob<T>> given) {
		List<Outcome> outcomes = new ArrayList<>();
		List<LeasedJob<T>> jobs = new ArrayList<>();
		for (LeasedJob<T> job : given) {
			if (!job.isLeased()) {
				this.feed.lost(job, "began with it");
				// in vain, unless nobody else has come to it yet
				outcomes.add(Outcome.back(job));
				continue;
			}
			try {
				job.read();
				jobs.add(job);
				this.queue.observer().taken(this.queue.name(), job, Duration.between(job.enqueuedAt(), job.begunAt()));
			}
			catch (UnreadableValueException ex) {
				logger.warn("%s of the queue %s cannot be read and goes to the dead letters: %s".formatted(job,
						this.queue.name(), ex.getMessage()));
				outcomes.add(this.queue.unreadable(job, ex));
			}
		}
		if (!jobs.isEmpty()) {
			Throwable failure = failureOf(jobs);
			jobs.forEach((job) -> outcomes.add((failure != null) ? failed(job, failure) : Outcome.done(job)));
		}
		return outcomes;
	}

	private @Nullable Throwable failureOf(List<LeasedJob<T>> jobs) {
		JobObserver.Handling handling = this.queue.observer()
			.handling(this.queue.name(), jobs, Carried.read(jobs.get(0).stored().carried()));
		Throwable failure = null;
		try {
			this.handler.handle(List.copyOf(jobs));
		}
		catch (Throwable ex) {
			// whatever it is, the thread goes on with the next job
			failure = ex;
		}
		// what it has left behind is not the next job's
		boolean wasInterrupted = Thread.interrupted();
		handling.ended(failure);
		if (wasInterrupted && this.isStopped) {
			Thread.currentThread().interrupt();
		}
		return failure;
	}

	private Outcome failed(LeasedJob<T> job, Throwable failure) {
		RetryRule rule = this.settings.retryRules()
			.stream()
			.filter((candidate) -> candidate.isFor(failure))
			.findFirst()
			.orElse(null);
		String reason = reason(failure);
		if (rule != null && rule.mayRetry(job.attempt(), job.maxAttempts())) {
			Duration interval = rule.interval(job.attempt());
			this.queue.observer().retried(this.queue.name());
			logger.debug("%s of the queue %s has failed and is tried again in %s: %s".formatted(job, this.queue.name(),
					interval, reason), shown(failure));
			return Outcome.retry(job, interval);
		}
		this.queue.observer().died(this.queue.name());
		logger.warn("%s of the queue %s has failed for good and goes to the dead letters: %s".formatted(job,
				this.queue.name(), reason), shown(failure));
		return Outcome.dead(job, reason);
	}

	private static String reason(Throwable failure) {
		String message = (shown(failure) != null) ? failure.getMessage() : null;
		return (message != null) ? failure.getClass().getName() + ": " + message : failure.getClass().getName();
	}

	/**
	 * An exception's own words may fail, too, and a log with them.
	 */
	private static @Nullable Throwable shown(Throwable failure) {
		try {
			String words = failure.getMessage() + failure;
			return words.isEmpty() ? null : failure;
		}
		catch (RuntimeException ex) {
			return null;
		}
	}

	@Override
	public boolean isRunning() {
		return !this.isStopped;
	}

	@Override
	public void stop() {
		this.isStopped = true;
		this.feed.stop();
	}

	@Override
	public void close() {
		stop();
		try {
			if (!this.feed.awaitEnd(this.queue.settings().shutdownGrace().toNanos())) {
				this.feed.giveBack();
				this.threads.forEach(Thread::interrupt);
				if (!this.feed.awaitEnd(LAST_WORDS)) {
					logger.warn("The store was not told of all jobs of the queue %s; those go on when their leases end"
						.formatted(this.queue.name()));
				}
			}
			if (!this.ended.await(LAST_WORDS, TimeUnit.NANOSECONDS)) {
				logger.warn(
						"A listener of the queue %s goes on although it was interrupted".formatted(this.queue.name()));
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		this.feed.close();
	}

}
