package io.github.redistiers.store;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ObjLongConsumer;

import io.github.redistiers.connection.SeparateConnections;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.core.NestedExceptionUtils;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * A connection on which a process hears what is published for it alone: SUBSCRIBE. It is
 * opened in the background when it is asked for first, and restores itself. Whoever waits
 * for a message must not rely on it: one may be lost with the connection.
 *
 * @since 0.1.0
 */
public final class StoreSubscription implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(StoreSubscription.class);

	private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

	private final RedisConnectionFactory store;

	private final String channel;

	private final Listener listener;

	private final ObjLongConsumer<Runnable> later;

	private final AtomicBoolean isOpening = new AtomicBoolean();

	private @Nullable LettuceConnectionFactory own;

	private boolean isTold;

	private volatile boolean isOpen;

	private volatile boolean isClosed;

	/**
	 * A subscription, which is not opened yet.
	 * @param store the store's connection factory
	 * @param channel where to listen
	 * @param listener hears of messages
	 * @param later runs something after so many nanoseconds
	 */
	public StoreSubscription(RedisConnectionFactory store, String channel, Listener listener,
			ObjLongConsumer<Runnable> later) {
		this.store = store;
		this.channel = channel;
		this.listener = listener;
		this.later = later;
	}

	/**
	 * Where it listens.
	 * @return the channel
	 */
	public String channel() {
		return this.channel;
	}

	/**
	 * Whether messages are heard. Opens the connection if they are not.
	 * @return whether it is open
	 */
	public boolean isHeard() {
		if (!this.isOpen) {
			open();
		}
		return this.isOpen;
	}

	/**
	 * Without a lock: event loops ask, too.
	 */
	private void open() {
		if (!this.isOpen && !this.isClosed && this.isOpening.compareAndSet(false, true)) {
			Thread thread = new Thread(this::connect, "redis-tiers-subscription");
			thread.setDaemon(true);
			thread.start();
		}
	}

	private void connect() {
		try {
			subscribe(factory().getConnection());
			this.isOpen = true;
			this.listener.opened();
		}
		catch (RuntimeException ex) {
			tell(ex);
			this.later.accept(this::again, PAUSE);
			return;
		}
		this.isOpening.set(false);
	}

	/**
	 * A user that may not subscribe will not be able to in a second either.
	 */
	private void tell(RuntimeException failure) {
		String reply = String.valueOf(NestedExceptionUtils.getMostSpecificCause(failure).getMessage());
		if (reply.startsWith("NOPERM") && !this.isTold) {
			this.isTold = true;
			logger.warn(("Who waits for a message on %s asks from time to time instead, since the store's user may not"
					+ " subscribe to it. Allow it: ACL SETUSER … &<key prefix>* +subscribe +publish.")
				.formatted(this.channel));
		}
		logger.debug("Nothing is heard on %s; who waits for a message asks instead".formatted(this.channel), failure);
	}

	private void subscribe(RedisConnection connection) {
		try {
			connection.subscribe(
					(message, pattern) -> this.listener.heard(new String(message.getBody(), StandardCharsets.UTF_8)),
					this.channel.getBytes(StandardCharsets.UTF_8));
		}
		catch (RuntimeException ex) {
			connection.close();
			throw ex;
		}
	}

	private void again() {
		this.isOpening.set(false);
		if (this.listener.isWaiting()) {
			open();
		}
	}

	private synchronized LettuceConnectionFactory factory() {
		if (this.isClosed) {
			throw new IllegalStateException("Closed");
		}
		if (this.own == null) {
			this.own = SeparateConnections.beside(this.store);
			// else a second connection is opened, which nobody uses
			this.own.setShareNativeConnection(false);
		}
		return this.own;
	}

	/**
	 * Closes the connection for good.
	 */
	@Override
	public void close() {
		LettuceConnectionFactory factory;
		synchronized (this) {
			this.isClosed = true;
			factory = this.own;
		}
		if (factory != null) {
			factory.destroy();
		}
	}

	/**
	 * Hears of messages, on the connection's own thread, on which nothing may block.
	 */
	public interface Listener {

		/**
		 * A message has come.
		 * @param message its text
		 */
		void heard(String message);

		/**
		 * Messages are heard from now on; some may have been missed before.
		 */
		void opened();

		/**
		 * Whether somebody waits for a message.
		 * @return {@code false} if there is no need to connect again
		 */
		boolean isWaiting();

	}

}
