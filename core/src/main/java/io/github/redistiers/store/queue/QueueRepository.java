package io.github.redistiers.store.queue;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * A queue of jobs, each of which is handled at least once.
 *
 * <pre class="code">
 * &#064;StoreRepository("orders")
 * interface OrderQueue extends QueueRepository&lt;OrderPlaced&gt; {
 * }
 *
 * orders.enqueue(new OrderPlaced("order-17"));
 *
 * &#064;JobListener(queue = "orders", concurrency = "4")
 * void handle(OrderPlaced order, JobContext job) {
 * 	// the job is done when this returns
 * }
 * </pre>
 *
 * <b>At least once.</b> Whoever gets a job leases it for a while; if the process dies,
 * somebody else gets it when the lease ends, as the next attempt. While a listener runs,
 * its process renews the lease. So a job is handled twice only if its process died, hung
 * or was cut off from the store for longer than a lease, or if its listener failed.
 * {@link JobContext#id()} and {@link JobContext#attempt()} together tell one attempt from
 * another. What a process says of a job whose lease it has lost is refused.
 * <p>
 * <b>Order.</b> Jobs of one priority are handed out in the order in which they were
 * added, those of a higher priority before the others. A job that was delayed, or failed,
 * stands behind those that were ready when it became due; one whose lease ended, or that
 * was given back, where it stood before. Several threads that handle jobs end them in any
 * order.
 * <p>
 * <b>Clocks.</b> Delays and leases are counted by the server's clock alone.
 *
 * <h2>In Redis</h2> Nine keys without expiry, each of which exists only while there is
 * something in it: {@code shop:queue:{orders}:ready}, {@code …:delayed}, {@code …:leased}
 * and {@code …:dead} (sorted sets of job ids), {@code …:data} (a hash: each job's payload
 * behind a line of numbers), {@code …:tries}, {@code …:notes} and {@code …:info} (hashes)
 * and {@code …:idle} (a sorted set of processes that wait). In a group
 * {@code shop:queue:{checkout}:orders:ready} and so on. For each job with an id or a
 * deduplication key of its own a string that expires,
 * {@code shop:queue:{orders}:id:order-17}, {@code …:dedup:<key>}. What exactly is in them
 * is said in the scripts {@code enqueue.lua} and {@code work.lua}. Processes that wait
 * listen on {@code shop:queue-wake:<process>}.
 * <table>
 * <caption>Commands</caption>
 * <tr>
 * <th>method</th>
 * <th>command</th>
 * </tr>
 * <tr>
 * <td>{@link #enqueue}, {@link #enqueueAll}</td>
 * <td>a script: TIME, ZCARD, ZRANGE, HGET, HSET, ZADD, ZREVRANGE; with an id or a
 * deduplication key HEXISTS, GET, SET; PUBLISH where a process waits</td>
 * </tr>
 * <tr>
 * <td>{@link #take}, {@link #acknowledge}, {@link #fail}, {@link #giveBack},
 * listeners</td>
 * <td>a script: TIME, EXISTS, HMGET, ZREM, HDEL, ZRANGEBYSCORE, HGET, ZPOPMIN, HSET,
 * ZADD, ZCARD, ZRANGE; ZSCORE where the process waits, ZREVRANGE and PUBLISH where
 * another one does</td>
 * </tr>
 * <tr>
 * <td>renewals, {@link JobContext#extendLease}</td>
 * <td>a script: TIME, HMGET, ZSCORE, ZREM, ZADD</td>
 * </tr>
 * <tr>
 * <td>{@link #status}, {@link #find}, {@link DeadLetters#list}</td>
 * <td>a script: TIME, ZCARD, ZCOUNT, ZRANGE, ZRANGEBYSCORE, ZSCORE, HGET</td>
 * </tr>
 * <tr>
 * <td>the rest</td>
 * <td>a script: TIME, ZREM, HDEL, HGET, HSET, ZADD, ZRANGE, ZSCORE, ZREVRANGE,
 * PUBLISH</td>
 * </tr>
 * </table>
 * <p>
 * Every method is atomic unless it says otherwise, and its effect is visible to all
 * clients of the store when it returns. A call that failed says whether it happened: see
 * {@link io.github.redistiers.store.StoreFailure}. A full server refuses {@code enqueue},
 * {@link JobContext#progress} and nothing else.
 * <p>
 * Many threads that add single jobs share calls: while one is under way, the jobs of the
 * others are gathered and sent together next. Each of them knows what became of its own.
 * <p>
 * The methods that return a {@link CompletionStage} do the same without waiting; their
 * stages fail as the others throw. Arguments that cannot be right are refused at once,
 * with an {@link IllegalArgumentException}. All methods throw {@link NotAQueueException}
 * if something else lives under the queue's keys, and a
 * {@link org.springframework.dao.DataAccessException} if the store failed.
 *
 * @param <T> the type of the payloads: what JSON can be made of and read from
 * @since 0.1.0
 */
public interface QueueRepository<T> {

	/**
	 * For how long a job's own id is remembered at least, from when it was added.
	 */
	Duration REMEMBERED = Duration.ofDays(1);

	/**
	 * How many jobs can be added or taken in one call.
	 */
	int MOST = 1000;

	/**
	 * What the queue is called.
	 * @return its repository's name
	 */
	String name();

	/**
	 * Adds a job.
	 * @param payload what it is about
	 * @return its id
	 * @throws PayloadTooLargeException if it is larger than the queue takes
	 */
	Enqueued enqueue(T payload);

	/**
	 * Adds a job, without waiting.
	 * @param payload what it is about
	 * @return its id
	 */
	CompletionStage<Enqueued> enqueueAsync(T payload);

	/**
	 * Adds a job, unless it is there already.
	 * @param payload what it is about
	 * @param options how it is added
	 * @return its id, and whether it was added
	 * @throws PayloadTooLargeException if it is larger than the queue takes
	 */
	Enqueued enqueue(T payload, JobOptions options);

	/**
	 * Adds a job, unless it is there already, without waiting.
	 * @param payload what it is about
	 * @param options how it is added
	 * @return its id, and whether it was added
	 */
	CompletionStage<Enqueued> enqueueAsync(T payload, JobOptions options);

	/**
	 * Adds jobs in one step, without those that are there already.
	 * @param jobs up to {@value #MOST} jobs
	 * @return what became of each of them, in their order
	 * @throws PayloadTooLargeException if one is larger than the queue takes
	 */
	List<Enqueued> enqueueAll(Collection<NewJob<T>> jobs);

	/**
	 * Adds jobs in one step, without waiting.
	 * @param jobs up to {@value #MOST} jobs
	 * @return what became of each of them, in their order
	 */
	CompletionStage<List<Enqueued>> enqueueAllAsync(Collection<NewJob<T>> jobs);

	/**
	 * Changes that are made together with those of other repositories of the group.
	 * @return what can be changed so
	 */
	QueueChanges<T> changes();

	/**
	 * Handles the queue's jobs from now on, in threads of its own.
	 * @param settings how
	 * @param handler handles them
	 * @return the listener
	 */
	JobListenerContainer listen(JobListenerSettings settings, JobHandler<T> handler);

	/**
	 * Takes jobs, for those who want no listener. A payload that cannot be read goes to
	 * the dead letters. Nobody renews the lease.
	 * @param most how many at most, up to {@value #MOST}
	 * @param lease for how long they are the caller's, from 100 milliseconds to ten years
	 * @return the jobs; empty if none is ready
	 */
	List<Job<T>> take(int most, Duration lease);

	/**
	 * Takes jobs, and waits for them if none is ready: until somebody adds one, without
	 * asking again and again.
	 * @param most how many at most, up to {@value #MOST}
	 * @param lease for how long they are the caller's
	 * @param waitAtMost how long to wait
	 * @return the jobs; empty if the time is up
	 * @throws InterruptedException if the thread was interrupted while it waited
	 */
	List<Job<T>> take(int most, Duration lease, Duration waitAtMost) throws InterruptedException;

	/**
	 * Takes jobs, without waiting.
	 * @param most how many at most
	 * @param lease for how long they are the caller's
	 * @return the jobs; empty if none is ready
	 */
	CompletionStage<List<Job<T>>> takeAsync(int most, Duration lease);

	/**
	 * Says that jobs are done and takes the next, in one step and one round trip.
	 * @param done jobs that are done; those whose lease was lost change nothing
	 * @param most how many more at most
	 * @param lease for how long they are the caller's
	 * @return the next jobs; empty if none is ready
	 */
	List<Job<T>> acknowledgeAndTake(Collection<? extends Job<T>> done, int most, Duration lease);

	/**
	 * Says that jobs are done and takes the next, without waiting.
	 * @param done jobs that are done
	 * @param most how many more at most
	 * @param lease for how long they are the caller's
	 * @return the next jobs; empty if none is ready
	 */
	CompletionStage<List<Job<T>>> acknowledgeAndTakeAsync(Collection<? extends Job<T>> done, int most, Duration lease);

	/**
	 * Says that a job is done.
	 * @param job the job
	 * @return {@code false} if its lease was lost: somebody else has it, or had it
	 */
	boolean acknowledge(Job<T> job);

	/**
	 * Says that a job is done, without waiting.
	 * @param job the job
	 * @return {@code false} if its lease was lost
	 */
	CompletionStage<Boolean> acknowledgeAsync(Job<T> job);

	/**
	 * Says that a job has failed. It is tried again after a while, or dead if that was
	 * its last attempt.
	 * @param job the job
	 * @param reason why
	 * @param retryAfter after how long
	 * @return {@code false} if its lease was lost
	 */
	boolean fail(Job<T> job, String reason, Duration retryAfter);

	/**
	 * Says that a job has failed, without waiting.
	 * @param job the job
	 * @param reason why
	 * @param retryAfter after how long
	 * @return {@code false} if its lease was lost
	 */
	CompletionStage<Boolean> failAsync(Job<T> job, String reason, Duration retryAfter);

	/**
	 * Says that a job has failed in a way that another attempt would not mend.
	 * @param job the job
	 * @param reason why
	 * @return {@code false} if its lease was lost
	 */
	boolean bury(Job<T> job, String reason);

	/**
	 * Says that a job has failed for good, without waiting.
	 * @param job the job
	 * @param reason why
	 * @return {@code false} if its lease was lost
	 */
	CompletionStage<Boolean> buryAsync(Job<T> job, String reason);

	/**
	 * Gives a job back as if it had not been taken.
	 * @param job the job
	 * @return {@code false} if its lease was lost
	 */
	boolean giveBack(Job<T> job);

	/**
	 * Gives a job back, without waiting.
	 * @param job the job
	 * @return {@code false} if its lease was lost
	 */
	CompletionStage<Boolean> giveBackAsync(Job<T> job);

	/**
	 * Looks at the queue.
	 * @return how full it is
	 */
	QueueStatus status();

	/**
	 * Looks at the queue, without waiting.
	 * @return how full it is
	 */
	CompletionStage<QueueStatus> statusAsync();

	/**
	 * Looks a job up.
	 * @param id the job
	 * @return what is known of it; empty if it was never there, is done or was taken out
	 */
	Optional<JobView<T>> find(String id);

	/**
	 * Looks a job up, without waiting.
	 * @param id the job
	 * @return what is known of it
	 */
	CompletionStage<Optional<JobView<T>>> findAsync(String id);

	/**
	 * Cancels a job. Its own id stays remembered.
	 * @param id the job
	 * @return what became of it
	 */
	CancelOutcome cancel(String id);

	/**
	 * Cancels a job, without waiting.
	 * @param id the job
	 * @return what became of it
	 */
	CompletionStage<CancelOutcome> cancelAsync(String id);

	/**
	 * Has nobody get any more jobs, in all processes, until {@link #resume()}. Those that
	 * run go on, and jobs can be added.
	 * @return whether it was not paused before
	 */
	boolean pause();

	/**
	 * Pauses the queue, without waiting.
	 * @return whether it was not paused before
	 */
	CompletionStage<Boolean> pauseAsync();

	/**
	 * Ends a pause.
	 * @return whether it was paused
	 */
	boolean resume();

	/**
	 * Ends a pause, without waiting.
	 * @return whether it was paused
	 */
	CompletionStage<Boolean> resumeAsync();

	/**
	 * Takes out all jobs that are ready or delayed, 200 at a time. Those that run and the
	 * dead stay.
	 * @return how many it has taken out
	 */
	long drain();

	/**
	 * The jobs that have failed for good.
	 * @return what to do with them
	 */
	DeadLetters<T> deadLetters();

}
