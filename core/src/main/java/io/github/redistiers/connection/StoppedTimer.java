package io.github.redistiers.connection;

import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.netty.util.Timeout;
import io.netty.util.Timer;
import io.netty.util.TimerTask;

/**
 * A timer that may be asked after it was stopped. A connection that is lost or opened
 * while its tier is being closed asks it for another attempt, which nobody waits for;
 * Netty's own answer is an exception, and Lettuce's a stack trace in the log.
 */
record StoppedTimer(Timer timer) implements Timer {

	@Override
	public Timeout newTimeout(TimerTask task, long delay, TimeUnit unit) {
		try {
			return this.timer.newTimeout(task, delay, unit);
		}
		catch (IllegalStateException ex) {
			return new Never(this, task);
		}
	}

	@Override
	public Set<Timeout> stop() {
		return this.timer.stop();
	}

	/**
	 * What does not come any more.
	 */
	private record Never(Timer timer, TimerTask task) implements Timeout {

		@Override
		public boolean isExpired() {
			return false;
		}

		@Override
		public boolean isCancelled() {
			return true;
		}

		@Override
		public boolean cancel() {
			return false;
		}

	}

}
