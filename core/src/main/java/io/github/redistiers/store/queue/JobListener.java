package io.github.redistiers.store.queue;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

import org.springframework.aot.hint.annotation.Reflective;

/**
 * Has a method of a bean handle the jobs of a queue.
 *
 * <pre class="code">
 * &#064;JobListener(queue = "orders", concurrency = "4")
 * void handle(OrderPlaced order, JobContext job) {
 * 	// the job is done when this returns
 * }
 *
 * &#064;JobListener(queue = "mails", batch = "100",
 * 		retry = { &#064;JobRetry(value = IllegalArgumentException.class, attempts = "1"), &#064;JobRetry(backoff = "5s") })
 * void send(List&lt;Mail&gt; mails) {
 * }
 * </pre>
 *
 * The method takes the payload, a {@link Job} or a {@link JobContext}, or a list of one
 * of them, in any order; with a list it gets up to {@link #batch()} jobs at a time, all
 * of which are done or have failed together. When it returns, the job is done. If it
 * returns a {@link java.util.concurrent.CompletionStage}, the job is done when that is;
 * its thread waits. When it throws, the job is tried again as {@link #retry()} says, and
 * is dead when that was its last attempt.
 * <p>
 * It begins when the application is ready, and ends before anything else is closed: it
 * gets no more jobs, those that run have {@code redis-tiers.store.queues.shutdown-grace}
 * to end, and the others go back at once.
 * <p>
 * Each text may have placeholders, such as <code>${orders.concurrency}</code>. What is
 * wrong with a declaration stops the start.
 *
 * @since 0.1.0
 */
@Documented
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Reflective
public @interface JobListener {

	/**
	 * The queue: the name of a repository that extends {@link QueueRepository}.
	 * @return such as {@code orders}
	 */
	String queue();

	/**
	 * How many threads of this process call the method at the same time.
	 * @return from 1 to 1000
	 */
	String concurrency() default "1";

	/**
	 * How many jobs the process gets at once. A method that takes a list gets at most so
	 * many; others get one at a time all the same, and the rest waits in this process,
	 * where nobody else can have it.
	 * @return from 1 to 1000
	 */
	String batch() default "1";

	/**
	 * For how long a job is this process's. It is renewed while the method runs, so this
	 * is how long a job waits whose process has died.
	 * @return such as {@code 30s}; empty for {@code redis-tiers.store.queues.lease}
	 */
	String lease() default "";

	/**
	 * When a job that has failed is tried again. The first rule counts that is for the
	 * exception; without one the job is dead.
	 * @return the rules
	 */
	JobRetry[] retry() default { @JobRetry };

}
