package io.github.redistiers.connection;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongFunction;
import java.util.function.Supplier;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulConnection;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.RedisConnectionFailureException;

/**
 * The one connection that all callers share. A thread of its own opens it, again and
 * again until the server is there; callers never do, so they never queue behind one
 * another for a server that does not answer.
 */
final class SharedLink {

	private static final Log logger = LogFactory.getLog(SharedLink.class);

	private final TierSettings settings;

	private final Supplier<? extends StatefulConnection<?, ?>> opener;

	private final LongFunction<Duration> backoff;

	private final ThreadFactory threads;

	private final ReentrantLock lock = new ReentrantLock();

	private @Nullable Connecting connecting;

	private volatile @Nullable StatefulConnection<?, ?> connection;

	private volatile boolean disconnected;

	private boolean ended;

	SharedLink(TierSettings settings, Supplier<? extends StatefulConnection<?, ?>> opener,
			LongFunction<Duration> backoff) {
		this(settings, opener, backoff, (connecting) -> {
			Thread thread = new Thread(connecting, "redis-tiers-connect-" + settings.name());
			thread.setDaemon(true);
			return thread;
		});
	}

	SharedLink(TierSettings settings, Supplier<? extends StatefulConnection<?, ?>> opener,
			LongFunction<Duration> backoff, ThreadFactory threads) {
		this.settings = settings;
		this.opener = opener;
		this.backoff = backoff;
		this.threads = threads;
	}

	/**
	 * The shared connection.
	 * @param patience how long to wait at most for an attempt that is under way; an
	 * attempt's own limit ends the waiting of all its callers together
	 * @return the connection, which reconnects by itself when it is lost
	 * @throws RedisConnectionFailureException if there is none
	 */
	StatefulConnection<?, ?> get(Duration patience) {
		StatefulConnection<?, ?> open = this.connection;
		return (open != null) ? open : connecting().await(patience);
	}

	/**
	 * Begins to connect in the background unless that has begun already.
	 */
	void begin() {
		connecting();
	}

	boolean isConnected() {
		return this.connection != null && !this.disconnected;
	}

	/**
	 * Whether the connection was there and is known to be lost at the moment.
	 */
	boolean isLost() {
		return this.connection != null && this.disconnected;
	}

	/**
	 * Closes the connection for good.
	 */
	void end() {
		this.lock.lock();
		try {
			this.ended = true;
		}
		finally {
			this.lock.unlock();
		}
		close();
	}

	/**
	 * Closes the connection; the next call begins again.
	 */
	void close() {
		StatefulConnection<?, ?> open;
		Connecting pending;
		this.lock.lock();
		try {
			open = this.connection;
			pending = this.connecting;
			this.connecting = null;
			this.connection = null;
		}
		finally {
			this.lock.unlock();
		}
		if (open != null) {
			open.close();
		}
		if (pending != null) {
			pending.stop();
		}
	}

	private Connecting connecting() {
		this.lock.lock();
		try {
			Connecting current = this.connecting;
			if (current == null) {
				if (this.ended) {
					throw notConnected(stopped());
				}
				current = new Connecting();
				// there may be no memory for a thread: the next call tries again then
				current.start();
				this.connecting = current;
			}
			return current;
		}
		finally {
			this.lock.unlock();
		}
	}

	private void publish(Connecting from, StatefulConnection<?, ?> opened) {
		if (!isPublished(from, opened)) {
			// Waited for: Lettuce complains of connections that are closed twice.
			opened.close();
		}
	}

	private boolean isPublished(Connecting from, StatefulConnection<?, ?> opened) {
		this.lock.lock();
		try {
			if (this.connecting != from) {
				return false;
			}
			this.disconnected = false;
			opened.addListener(new LossListener());
			this.connection = opened;
			return true;
		}
		finally {
			this.lock.unlock();
		}
	}

	private static IllegalStateException stopped() {
		return new IllegalStateException("The connection factory was stopped");
	}

	private RedisConnectionFailureException notConnected(@Nullable Throwable cause) {
		return ConnectFailure.of(cause, this.settings).toException();
	}

	/**
	 * The attempts to open one connection, one after the other.
	 */
	private final class Connecting implements Runnable {

		private final Thread thread = SharedLink.this.threads.newThread(this);

		private volatile boolean stopped;

		private volatile Attempt attempt = new Attempt();

		void start() {
			this.thread.start();
		}

		void stop() {
			this.stopped = true;
			LockSupport.unpark(this.thread);
			try {
				// An attempt that outlives its event loops complains loudly, and one that
				// is interrupted goes on without us.
				this.thread.join(Math.max(1, SharedLink.this.settings.shutdownTimeout().toMillis()));
				this.thread.interrupt();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

		@Override
		public void run() {
			for (long failures = 1; !this.stopped; failures++) {
				Attempt current = this.attempt;
				if (current.run(this)) {
					if (failures > 1) {
						logger.info("The " + SharedLink.this.settings + " is connected now.");
					}
					return;
				}
				report(failures, current);
				LockSupport.parkNanos(SharedLink.this.backoff.apply(failures).toNanos());
				this.attempt = new Attempt();
			}
			this.attempt.future.completeExceptionally(stopped());
		}

		private void report(long failures, Attempt failed) {
			if (failures == 1 && !this.stopped) {
				logger.warn(notConnected(failed.failure()).getMessage()
						+ " It is tried again for as long as the application runs.");
			}
			else if (logger.isDebugEnabled()) {
				logger.debug(notConnected(failed.failure()).getMessage());
			}
		}

		StatefulConnection<?, ?> await(Duration patience) {
			return this.attempt.await(patience);
		}

	}

	private final class Attempt {

		private final long deadline = System.nanoTime() + SharedLink.this.settings.connectTimeout().toNanos();

		private final CompletableFuture<StatefulConnection<?, ?>> future = new CompletableFuture<>();

		boolean run(Connecting connecting) {
			try {
				StatefulConnection<?, ?> opened = SharedLink.this.opener.get();
				publish(connecting, opened);
				return this.future.complete(opened);
			}
			// an Error too: were this thread to end, nobody would connect any more
			catch (Throwable ex) {
				this.future.completeExceptionally(ex);
				return false;
			}
		}

		@Nullable Throwable failure() {
			return this.future.isCompletedExceptionally() ? this.future.handle((value, failure) -> failure).join()
					: null;
		}

		StatefulConnection<?, ?> await(Duration patience) {
			try {
				long left = Math.min(patience.toNanos(), this.deadline - System.nanoTime());
				return this.future.get(Math.max(0, left), TimeUnit.NANOSECONDS);
			}
			catch (TimeoutException ex) {
				throw (this.deadline - System.nanoTime() > 0) ? ConnectFailure.pending(SharedLink.this.settings)
						: notConnected(null);
			}
			catch (ExecutionException ex) {
				throw notConnected(ex.getCause());
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
				throw notConnected(ex);
			}
		}

	}

	/**
	 * Notes whether the connection is lost. Connections of several nodes never call it
	 * and so never count as lost.
	 */
	private final class LossListener implements RedisConnectionStateListener {

		@Override
		public void onRedisConnected(RedisChannelHandler<?, ?> connection, java.net.SocketAddress address) {
			SharedLink.this.disconnected = false;
		}

		@Override
		public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
			SharedLink.this.disconnected = true;
		}

	}

}
