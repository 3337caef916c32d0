package io.github.redistiers.store.queue;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

import io.github.redistiers.store.Applied;
import io.github.redistiers.store.StoreCall;
import io.github.redistiers.store.StoreExceptionTranslation;
import io.github.redistiers.store.StoreFailure;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;

/**
 * Brings a listener its jobs, and the server what became of them. There is one call at a
 * time; what happens meanwhile goes into the next, so the calls become larger the more
 * there is to do.
 *
 * @param <T> the type of the payloads
 */
final class JobFeed<T> implements QueueProcess.Waiting {

	private static final Log logger = LogFactory.getLog(JobFeed.class);

	/**
	 * How long nobody asks a server that has failed.
	 */
	private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

	private final RedisQueue<T> queue;

	private final QueueProcess process;

	private final Duration lease;

	/**
	 * How many jobs the listener can have at a time, unless they are short.
	 */
	private final int room;

	private final FetchAhead ahead;

	private final JobRenewals<T> renewals;

	private final ReentrantLock lock = new ReentrantLock();

	private final Condition arrived = this.lock.newCondition();

	private final Condition left = this.lock.newCondition();

	private final Deque<LeasedJob<T>> arrivals = new ArrayDeque<>();

	/**
	 * Those that are the listener's, whether they have begun or not.
	 */
	private final Set<LeasedJob<T>> own = new HashSet<>();

	private final Deque<Outcome> outcomes = new ArrayDeque<>();

	/**
	 * What was sent before without an answer, so that the server may have heard of it: if
	 * it then refuses it, nothing was lost.
	 */
	private final Set<Outcome> repeated = new HashSet<>();

	private boolean isUnderWay;

	private boolean isWoken = true;

	private volatile boolean isStopped;

	private boolean isClosed;

	private boolean isFailing;

	private long nextLook;

	private @Nullable ScheduledFuture<?> plannedLook;

	JobFeed(RedisQueue<T> queue, Duration lease, int room, FetchAhead ahead) {
		this.queue = queue;
		this.process = queue.process();
		this.lease = lease;
		this.room = room;
		this.ahead = ahead;
		this.nextLook = this.process.now();
		this.renewals = new JobRenewals<>(queue, lease, this::own);
	}

	void start() {
		this.process.add(this.queue.nameInKey(), this);
		this.renewals.start();
		look();
	}

	/**
	 * Waits for jobs.
	 * @param most how many at most
	 * @return at least one; empty once there will be no more
	 */
	List<LeasedJob<T>> next(int most) throws InterruptedException {
		this.lock.lockInterruptibly();
		try {
			while (this.arrivals.isEmpty() && !this.isStopped) {
				this.arrived.await();
			}
			List<LeasedJob<T>> jobs = new ArrayList<>();
			while (!this.isStopped && jobs.size() < most && !this.arrivals.isEmpty()) {
				jobs.add(this.arrivals.removeFirst());
			}
			return jobs;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Takes in what became of jobs, and sends it as soon as it can.
	 * @param nanos how long they took together
	 */
	void report(List<Outcome> ended, long nanos) {
		this.lock.lock();
		try {
			this.ahead.took(nanos, ended.size());
			for (Outcome outcome : ended) {
				// one that went back already has nothing more to say
				if (this.own.remove(outcome.job())) {
					this.outcomes.add(outcome);
				}
			}
			this.left.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		look();
	}

	/**
	 * There may be jobs.
	 */
	@Override
	public void wake() {
		this.lock.lock();
		try {
			this.isWoken = true;
		}
		finally {
			this.lock.unlock();
		}
		look();
	}

	/**
	 * Makes a call, if there is a reason and none is under way.
	 */
	private void look() {
		List<Outcome> sent;
		int most;
		this.lock.lock();
		try {
			most = this.isStopped ? 0
					: Math.max(0, Math.min(this.room + this.ahead.jobs() - this.own.size(), QueueRepository.MOST));
			boolean isTime = this.isWoken || this.process.now() - this.nextLook >= 0;
			boolean hasReason = this.isFailing ? isTime : !this.outcomes.isEmpty() || (most > 0 && isTime);
			if (this.isUnderWay || !hasReason || (this.isStopped && this.outcomes.isEmpty())) {
				return;
			}
			this.isUnderWay = true;
			this.isWoken = false;
			sent = new ArrayList<>();
			while (!this.outcomes.isEmpty() && sent.size() < QueueRepository.MOST) {
				sent.add(this.outcomes.removeFirst());
			}
		}
		finally {
			this.lock.unlock();
		}
		long now = this.process.now();
		StoreCall<WorkReply> work = this.queue.scripts()
			.work(sent, most, this.lease, (most > 0) ? this.process.channel() : "", this.queue.settings().patience());
		this.queue.callAsync(work).whenComplete((reply, failure) -> {
			if (failure != null || reply == null) {
				failed(sent, (failure != null) ? StoreExceptionTranslation.cause(failure)
						: new IllegalStateException("No reply"));
			}
			else {
				answeredOrFailed(sent, most, reply, now);
			}
			look();
		});
	}

	/**
	 * Whatever is in an answer, the next call must be made.
	 */
	private void answeredOrFailed(List<Outcome> sent, int most, WorkReply reply, long asked) {
		try {
			answered(sent, most, reply, asked);
		}
		catch (RuntimeException ex) {
			failed(sent, ex);
		}
	}

	private void answered(List<Outcome> sent, int most, WorkReply reply, long asked) {
		List<LeasedJob<T>> jobs = this.queue.leased(reply, asked, this.lease);
		List<Outcome> lost;
		this.lock.lock();
		try {
			this.isUnderWay = false;
			if (this.isFailing) {
				this.isFailing = false;
				logger.info("The queue %s is reached again".formatted(this.queue.name()));
			}
			lost = sent.stream()
				.filter((outcome) -> reply.lost().contains(outcome.job().id()) && !this.repeated.remove(outcome))
				.toList();
			sent.forEach(this.repeated::remove);
			if (this.isStopped) {
				jobs.forEach((job) -> this.outcomes.add(Outcome.back(job)));
			}
			else {
				this.own.addAll(jobs);
				this.arrivals.addAll(jobs);
			}
			for (int i = 0; i < jobs.size(); i++) {
				this.arrived.signal();
			}
			this.left.signalAll();
			planLook(most, reply);
		}
		finally {
			this.lock.unlock();
		}
		if (most > 0 && this.isStopped) {
			// it may have said after its farewell that it waits
			leave();
		}
		lost.forEach((outcome) -> lost(outcome.job(), "was done with it"));
	}

	private void planLook(int most, WorkReply reply) {
		if (most == 0 && !reply.isMore()) {
			// who has room again asks with what made it
			return;
		}
		boolean isAtOnce = reply.remaining() > 0 && !reply.jobs().isEmpty() || reply.isMore();
		long pause = isAtOnce ? 0 : this.queue.settings().patience().toNanos();
		if (!isAtOnce && reply.next() >= 0) {
			pause = Math.min(pause, TimeUnit.MILLISECONDS.toNanos(reply.next() + 1));
		}
		planLook(pause);
	}

	private void planLook(long pause) {
		this.nextLook = this.process.now() + pause;
		if (this.plannedLook != null) {
			this.plannedLook.cancel(false);
			this.plannedLook = null;
		}
		if (pause > 0 && !this.isClosed) {
			this.plannedLook = this.process.later(pause, this::look);
		}
	}

	/**
	 * Nothing is forgotten: what was to be said is said again.
	 */
	private void failed(List<Outcome> sent, Throwable failure) {
		StoreFailure named = StoreFailure.of(failure);
		boolean mayBeHeard = named == null || named.applied() != Applied.NO;
		this.lock.lock();
		try {
			this.isUnderWay = false;
			this.isWoken = false;
			if (!this.isFailing) {
				this.isFailing = true;
				logger.warn("The queue %s is not reached; what its jobs became is kept until it is: %s"
					.formatted(this.queue.name(), NestedExceptionUtils.getMostSpecificCause(failure).getMessage()));
			}
			for (int i = sent.size() - 1; i >= 0; i--) {
				this.outcomes.addFirst(sent.get(i));
				if (mayBeHeard) {
					this.repeated.add(sent.get(i));
				}
			}
			planLook(PAUSE);
			this.left.signalAll();
		}
		finally {
			this.lock.unlock();
		}
	}

	private List<LeasedJob<T>> own() {
		this.lock.lock();
		try {
			return List.copyOf(this.own);
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Reports that somebody else may have handled a job, once.
	 */
	void lost(LeasedJob<?> job, String when) {
		if (!job.noteReported()) {
			return;
		}
		this.queue.observer().lostLease(this.queue.name());
		logger.warn("The lease of %s of the queue %s was lost before this process %s; it may have been handled twice"
			.formatted(job, this.queue.name(), when));
	}

	/**
	 * Takes no more jobs, and gives back those that have not begun.
	 */
	void stop() {
		this.lock.lock();
		try {
			if (this.isStopped) {
				return;
			}
			this.isStopped = true;
			while (!this.arrivals.isEmpty()) {
				back(this.arrivals.removeFirst());
			}
			this.arrived.signalAll();
		}
		finally {
			this.lock.unlock();
		}
		this.process.remove(this.queue.nameInKey(), this);
		leave();
		look();
	}

	/**
	 * Has nobody tell this process of jobs that it will not take.
	 */
	private void leave() {
		String channel = this.process.channel();
		if (!channel.isEmpty() && !this.process.listensTo(this.queue.nameInKey())) {
			this.queue.callAsync(this.queue.scripts().leave(channel));
		}
	}

	private void back(LeasedJob<T> job) {
		if (this.own.remove(job)) {
			this.outcomes.add(Outcome.back(job));
		}
	}

	/**
	 * Waits until all jobs have ended.
	 * @return whether they have in time
	 */
	boolean awaitEnd(long nanos) throws InterruptedException {
		long rest = nanos;
		this.lock.lockInterruptibly();
		try {
			while (!this.own.isEmpty() || !this.outcomes.isEmpty() || this.isUnderWay) {
				if (rest <= 0) {
					return false;
				}
				rest = this.left.awaitNanos(rest);
			}
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	/**
	 * Gives back the jobs that still run.
	 */
	void giveBack() {
		this.lock.lock();
		try {
			List.copyOf(this.own).forEach(this::back);
		}
		finally {
			this.lock.unlock();
		}
		look();
	}

	/**
	 * Does nothing any more.
	 */
	@Override
	public void close() {
		stop();
		this.renewals.close();
		this.lock.lock();
		try {
			// what is under way now plans nothing more
			this.isClosed = true;
			if (this.plannedLook != null) {
				this.plannedLook.cancel(false);
			}
		}
		finally {
			this.lock.unlock();
		}
	}

}
