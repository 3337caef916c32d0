package io.github.redistiers.store.queue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Waits for jobs of a queue in the caller's thread.
 */
final class JobPull implements QueueProcess.Waiting {

	private final QueueProcess process;

	private final Duration patience;

	private final Semaphore woken = new Semaphore(0);

	private volatile boolean isClosed;

	JobPull(QueueProcess process, Duration patience) {
		this.process = process;
		this.patience = patience;
	}

	/**
	 * Asks until there are jobs or the time is up.
	 * @param asking asks, given the channel on which it would be told
	 */
	<J> List<J> await(Duration waitAtMost, Function<String, Answer<J>> asking) throws InterruptedException {
		long until = this.process.now() + waitAtMost.toNanos();
		while (true) {
			if (Thread.interrupted()) {
				throw new InterruptedException();
			}
			this.woken.drainPermits();
			Answer<J> answer = asking.apply(this.process.channel());
			long rest = until - this.process.now();
			if (!answer.jobs().isEmpty() || rest <= 0 || this.isClosed) {
				return answer.jobs();
			}
			long pause = Math.min(rest, this.patience.toNanos());
			if (answer.next() >= 0) {
				pause = Math.min(pause, TimeUnit.MILLISECONDS.toNanos(answer.next() + 1));
			}
			this.woken.tryAcquire(pause, TimeUnit.NANOSECONDS);
		}
	}

	@Override
	public void wake() {
		this.woken.release();
	}

	@Override
	public void close() {
		this.isClosed = true;
		wake();
	}

	/**
	 * What the server has answered.
	 *
	 * @param jobs those that were given
	 * @param next in how many milliseconds something is due; -1 if nothing is
	 */
	record Answer<J>(List<J> jobs, long next) {

	}

}
