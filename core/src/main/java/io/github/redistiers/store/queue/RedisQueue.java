package io.github.redistiers.store.queue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.github.redistiers.codec.JsonCodec;
import io.github.redistiers.codec.UnreadableValueException;
import io.github.redistiers.store.ServerObjection;
import io.github.redistiers.store.StoreCall;
import io.github.redistiers.store.StoreChange;
import io.github.redistiers.store.StoreExceptionTranslation;
import io.github.redistiers.store.StructureContext;
import io.github.redistiers.store.StructureKeys;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * A queue as sorted sets and hashes, which a few scripts read and write.
 *
 * @param <T> the type of the payloads
 */
final class RedisQueue<T> implements QueueRepository<T> {

	private final StructureContext context;

	private final QueueSettings settings;

	private final JobObserver observer;

	private final QueueProcess process;

	private final QueueKeys keys;

	private final QueueScripts scripts;

	private final Payloads<T> payloads;

	private final GroupedEnqueues grouped;

	private final DeadLetters<T> deadLetters = new RedisDeadLetters<>(this);

	RedisQueue(StructureContext context, JsonCodec codec, QueueSettings settings, JobObserver observer,
			QueueProcess process) {
		this.context = context;
		this.settings = settings;
		this.observer = observer;
		this.process = process;
		this.keys = new QueueKeys(context.keysInOneSlot("queue"));
		this.scripts = new QueueScripts(this.keys, context.name().inKey());
		this.payloads = new Payloads<>(codec, name(), settings.payloadLimit());
		this.grouped = new GroupedEnqueues((jobs) -> context.callAsync(this.scripts.enqueue(jobs)));
	}

	@Override
	public String name() {
		return this.context.name().value();
	}

	/**
	 * The queue's name in its keys and messages.
	 */
	String nameInKey() {
		return this.context.name().inKey();
	}

	QueueProcess process() {
		return this.process;
	}

	QueueSettings settings() {
		return this.settings;
	}

	JobObserver observer() {
		return this.observer;
	}

	QueueScripts scripts() {
		return this.scripts;
	}

	Payloads<T> payloads() {
		return this.payloads;
	}

	@Override
	public Enqueued enqueue(T payload) {
		return enqueue(payload, JobOptions.defaults());
	}

	@Override
	public CompletionStage<Enqueued> enqueueAsync(T payload) {
		return enqueueAsync(payload, JobOptions.defaults());
	}

	@Override
	public Enqueued enqueue(T payload, JobOptions options) {
		JobObserver.Adding adding = this.observer.adding(name(), 1);
		try {
			Enqueued added = this.context.awaitCalls(this.grouped.enqueue(added(payload, options, adding)));
			adding.ended(null);
			return added;
		}
		catch (RuntimeException ex) {
			RuntimeException named = named(ex);
			adding.ended(named);
			throw named;
		}
	}

	@Override
	public CompletionStage<Enqueued> enqueueAsync(T payload, JobOptions options) {
		JobObserver.Adding adding = this.observer.adding(name(), 1);
		return ended(adding, () -> this.grouped.enqueue(added(payload, options, adding)));
	}

	@Override
	public List<Enqueued> enqueueAll(Collection<NewJob<T>> jobs) {
		JobObserver.Adding adding = this.observer.adding(name(), jobs.size());
		try {
			List<Enqueued> added = jobs.isEmpty() ? List.of() : call(this.scripts.enqueue(added(jobs, adding)));
			adding.ended(null);
			return added;
		}
		catch (RuntimeException ex) {
			adding.ended(ex);
			throw ex;
		}
	}

	@Override
	public CompletionStage<List<Enqueued>> enqueueAllAsync(Collection<NewJob<T>> jobs) {
		JobObserver.Adding adding = this.observer.adding(name(), jobs.size());
		return ended(adding, () -> jobs.isEmpty() ? CompletableFuture.completedStage(List.of())
				: this.context.callAsync(this.scripts.enqueue(added(jobs, adding))));
	}

	private <R> CompletionStage<R> ended(JobObserver.Adding adding, Supplier<CompletionStage<R>> call) {
		try {
			return named(call.get()).whenComplete((added, failure) -> adding
				.ended((failure != null) ? StoreExceptionTranslation.cause(failure) : null));
		}
		catch (RuntimeException ex) {
			adding.ended(ex);
			throw ex;
		}
	}

	private List<AddedJob> added(Collection<NewJob<T>> jobs, JobObserver.Adding adding) {
		Assert.isTrue(jobs.size() <= MOST,
				() -> "%d jobs are too many for one call, which takes %d.".formatted(jobs.size(), MOST));
		return jobs.stream().map((job) -> added(job.payload(), job.options(), adding)).toList();
	}

	AddedJob added(@Nullable T payload, JobOptions options, JobObserver.Adding adding) {
		byte[] bytes = this.payloads.write(payload);
		String id = (options.id() != null) ? options.id() : this.process.nextId();
		return AddedJob.of(id, options, this.settings.attempts(), Carried.write(adding.carried()), bytes, this.keys);
	}

	@Override
	public QueueChanges<T> changes() {
		return (jobs) -> {
			JobObserver.Adding adding = this.observer.adding(name(), jobs.size());
			List<AddedJob> added = added(jobs, adding);
			adding.ended(null);
			return StoreChange.of(this.context, this.scripts.enqueuing(added), "*",
					(reply) -> QueueScripts.added(added, reply));
		};
	}

	@Override
	public JobListenerContainer listen(JobListenerSettings settings, JobHandler<T> handler) {
		return JobWorkers.start(this, settings, handler);
	}

	@Override
	public List<Job<T>> take(int most, Duration lease) {
		return acknowledgeAndTake(List.of(), most, lease);
	}

	@Override
	public List<Job<T>> take(int most, Duration lease, Duration waitAtMost) throws InterruptedException {
		Assert.isTrue(!waitAtMost.isNegative() && waitAtMost.compareTo(JobOptions.LONGEST) <= 0,
				() -> "Nobody waits for %s, but from zero to ten years.".formatted(waitAtMost));
		JobPull pull = new JobPull(this.process, this.settings.patience());
		this.process.add(nameInKey(), pull);
		try {
			return pull.await(waitAtMost, (channel) -> {
				long sent = this.process.now();
				WorkReply reply = call(taking(List.of(), most, lease, channel));
				return new JobPull.Answer<>(readable(reply, sent, lease), reply.next());
			});
		}
		finally {
			this.process.remove(nameInKey(), pull);
		}
	}

	@Override
	public CompletionStage<List<Job<T>>> takeAsync(int most, Duration lease) {
		return acknowledgeAndTakeAsync(List.of(), most, lease);
	}

	@Override
	public List<Job<T>> acknowledgeAndTake(Collection<? extends Job<T>> done, int most, Duration lease) {
		long sent = this.process.now();
		return readable(call(taking(done, most, lease, "")), sent, lease);
	}

	@Override
	public CompletionStage<List<Job<T>>> acknowledgeAndTakeAsync(Collection<? extends Job<T>> done, int most,
			Duration lease) {
		long sent = this.process.now();
		return callAsync(taking(done, most, lease, "")).thenApply((reply) -> readable(reply, sent, lease));
	}

	private StoreCall<WorkReply> taking(Collection<? extends Job<T>> done, int most, Duration lease, String channel) {
		Assert.isTrue(most >= 1 && most <= MOST,
				() -> "%d jobs cannot be taken in one call, but 1 to %d.".formatted(most, MOST));
		Assert.isTrue(done.size() <= MOST,
				() -> "%d jobs are too many for one call, which takes %d.".formatted(done.size(), MOST));
		Assert.isTrue(lease.compareTo(QueueSettings.SHORTEST_LEASE) >= 0 && lease.compareTo(JobOptions.LONGEST) <= 0,
				() -> "A job is not leased for %s, but from 100 milliseconds to ten years.".formatted(lease));
		return this.scripts.work(done.stream().map((job) -> Outcome.done(LeasedJob.of(job))).toList(), most, lease,
				channel, this.settings.patience());
	}

	/**
	 * The jobs of a reply. What cannot be read goes to the dead letters, without waiting.
	 */
	private List<Job<T>> readable(WorkReply reply, long sent, Duration lease) {
		List<Job<T>> jobs = new ArrayList<>();
		List<Outcome> unreadable = new ArrayList<>();
		for (LeasedJob<T> job : leased(reply, sent, lease)) {
			try {
				job.read();
				jobs.add(job);
			}
			catch (UnreadableValueException ex) {
				unreadable.add(unreadable(job, ex));
			}
		}
		if (!unreadable.isEmpty()) {
			this.context.callAsync(this.scripts.work(unreadable, 0, lease, "", this.settings.patience()));
		}
		return jobs;
	}

	Outcome unreadable(LeasedJob<T> job, UnreadableValueException failure) {
		this.observer.died(name());
		return Outcome.dead(job, String.valueOf(failure.getMessage()));
	}

	List<LeasedJob<T>> leased(WorkReply reply, long sent, Duration lease) {
		long until = sent + lease.toNanos();
		return reply.jobs()
			.stream()
			.map((given) -> new LeasedJob<>(this, given.id(), Attempt.of(given.attempt()), StoredJob.of(given.data()),
					sent, until))
			.toList();
	}

	@Override
	public boolean acknowledge(Job<T> job) {
		return call(ending(Outcome.done(LeasedJob.of(job))));
	}

	@Override
	public CompletionStage<Boolean> acknowledgeAsync(Job<T> job) {
		return callAsync(ending(Outcome.done(LeasedJob.of(job))));
	}

	@Override
	public boolean fail(Job<T> job, String reason, Duration retryAfter) {
		return call(ending(failed(LeasedJob.of(job), reason, retryAfter)));
	}

	@Override
	public CompletionStage<Boolean> failAsync(Job<T> job, String reason, Duration retryAfter) {
		return callAsync(ending(failed(LeasedJob.of(job), reason, retryAfter)));
	}

	private static Outcome failed(LeasedJob<?> job, String reason, Duration retryAfter) {
		Assert.isTrue(!retryAfter.isNegative() && retryAfter.compareTo(JobOptions.LONGEST) <= 0,
				() -> "A job is not tried again after %s, but after zero to ten years.".formatted(retryAfter));
		return (job.attempt() < job.maxAttempts()) ? Outcome.retry(job, retryAfter) : Outcome.dead(job, reason);
	}

	@Override
	public boolean bury(Job<T> job, String reason) {
		return call(ending(Outcome.dead(LeasedJob.of(job), reason)));
	}

	@Override
	public CompletionStage<Boolean> buryAsync(Job<T> job, String reason) {
		return callAsync(ending(Outcome.dead(LeasedJob.of(job), reason)));
	}

	@Override
	public boolean giveBack(Job<T> job) {
		return call(ending(Outcome.back(LeasedJob.of(job))));
	}

	@Override
	public CompletionStage<Boolean> giveBackAsync(Job<T> job) {
		return callAsync(ending(Outcome.back(LeasedJob.of(job))));
	}

	private StoreCall<Boolean> ending(Outcome outcome) {
		StoreCall<WorkReply> work = this.scripts.work(List.of(outcome), 0, this.settings.lease(), "",
				this.settings.patience());
		return (commands) -> work.on(commands).thenApply((reply) -> reply.lost().isEmpty());
	}

	boolean extend(LeasedJob<T> job, Duration lease) {
		long sent = this.process.now();
		long reply = call(this.scripts.renew(List.of(job), lease)).get(0);
		job.renewed(reply, sent, lease);
		return reply != 0;
	}

	/**
	 * Makes leases last longer, without waiting. That need not outlive a failover, so a
	 * lost replica takes no leases away.
	 */
	CompletionStage<List<Long>> renew(List<? extends LeasedJob<?>> jobs, Duration lease) {
		return this.context.readAsync(this.scripts.renew(jobs, lease));
	}

	boolean progress(LeasedJob<T> job, String progress) {
		return call(this.scripts.change("progress", job.idBytes(), job.token(), QueueScripts.bytes(progress))) > 0;
	}

	@Override
	public QueueStatus status() {
		return read(counting());
	}

	@Override
	public CompletionStage<QueueStatus> statusAsync() {
		return named(this.context.readAsync(counting()));
	}

	private StoreCall<QueueStatus> counting() {
		StoreCall<List<Object>> look = this.scripts.look("count");
		return (commands) -> look.on(commands).thenApply(RedisQueue::status);
	}

	private static QueueStatus status(List<Object> reply) {
		List<Long> numbers = reply.stream().map(Long.class::cast).toList();
		int at = 0;
		long ready = numbers.get(at++);
		long delayed = numbers.get(at++);
		long leased = numbers.get(at++);
		long dead = numbers.get(at++);
		long oldest = numbers.get(at++);
		return new QueueStatus(ready, delayed, leased, dead, (oldest >= 0) ? Duration.ofMillis(oldest) : null,
				numbers.get(at) == 1);
	}

	@Override
	public Optional<JobView<T>> find(String id) {
		return read(finding(id));
	}

	@Override
	public CompletionStage<Optional<JobView<T>>> findAsync(String id) {
		return named(this.context.readAsync(finding(id)));
	}

	private StoreCall<Optional<JobView<T>>> finding(String id) {
		StoreCall<List<Object>> look = this.scripts.look("job", StructureKeys.id(id));
		return (commands) -> look.on(commands)
			.thenApply((reply) -> reply.isEmpty() ? Optional.empty() : Optional.of(this.payloads.view(reply)));
	}

	@Override
	public CancelOutcome cancel(String id) {
		return cancelled(call(this.scripts.change("cancel", StructureKeys.id(id))));
	}

	@Override
	public CompletionStage<CancelOutcome> cancelAsync(String id) {
		return callAsync(this.scripts.change("cancel", StructureKeys.id(id))).thenApply(RedisQueue::cancelled);
	}

	private static CancelOutcome cancelled(long reply) {
		return (reply == 0) ? CancelOutcome.NOT_FOUND : (reply == 1) ? CancelOutcome.REMOVED : CancelOutcome.TOLD;
	}

	@Override
	public boolean pause() {
		return call(this.scripts.change("pause")) > 0;
	}

	@Override
	public CompletionStage<Boolean> pauseAsync() {
		return callAsync(this.scripts.change("pause")).thenApply((changed) -> changed > 0);
	}

	@Override
	public boolean resume() {
		return call(this.scripts.change("resume")) > 0;
	}

	@Override
	public CompletionStage<Boolean> resumeAsync() {
		return callAsync(this.scripts.change("resume")).thenApply((changed) -> changed > 0);
	}

	@Override
	public long drain() {
		long drained = 0;
		long step;
		do {
			step = call(this.scripts.change("drain"));
			drained += step;
		}
		while (step > 0);
		return drained;
	}

	@Override
	public DeadLetters<T> deadLetters() {
		return this.deadLetters;
	}

	<R extends @Nullable Object> R call(StoreCall<R> call) {
		try {
			return this.context.call(call);
		}
		catch (RuntimeException ex) {
			throw named(ex);
		}
	}

	<R extends @Nullable Object> R read(StoreCall<R> call) {
		try {
			return this.context.read(call);
		}
		catch (RuntimeException ex) {
			throw named(ex);
		}
	}

	<R extends @Nullable Object> CompletionStage<R> callAsync(StoreCall<R> call) {
		return named(this.context.callAsync(call));
	}

	private <R extends @Nullable Object> CompletionStage<R> named(CompletionStage<R> answer) {
		return ServerObjection.named(answer, this::named);
	}

	private RuntimeException named(RuntimeException failure) {
		return ServerObjection.isWrongType(failure) ? new NotAQueueException(
				("Something else than a queue lives under one of the keys of the queue %s. Remove it, or give the"
						+ " repository another name.")
					.formatted(name()),
				failure) : failure;
	}

}
