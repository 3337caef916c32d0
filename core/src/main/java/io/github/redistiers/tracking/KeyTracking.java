package io.github.redistiers.tracking;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.github.redistiers.connection.TierConnectionFactory;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.resource.Delay;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Has one server of a tier tell which keys of some prefixes change, whoever changes them:
 * CLIENT TRACKING ON BCAST with RESP3, on a connection of its own or on one that is there
 * anyway. It is switched on again after each reconnect.
 * <p>
 * Only for a tier with one primary. Where tracking is not to be had (RESP2, or a user
 * that may not run CLIENT TRACKING) the listener never hears anything.
 *
 * @since 0.1.0
 */
public final class KeyTracking implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(KeyTracking.class);

	private final TierConnectionFactory connectionFactory;

	private final List<String> prefixes;

	private final KeyTrackingListener listener;

	private @Nullable Thread connecting;

	private volatile boolean closed;

	private volatile @Nullable StatefulRedisConnection<byte[], byte[]> connection;

	/**
	 * Tracking of keys; not started yet.
	 * @param connectionFactory the tier's
	 * @param prefixes what the keys begin with; none may be the beginning of another
	 * @param listener hears the changes
	 */
	public KeyTracking(TierConnectionFactory connectionFactory, List<String> prefixes, KeyTrackingListener listener) {
		this.connectionFactory = connectionFactory;
		this.prefixes = List.copyOf(prefixes);
		this.listener = listener;
	}

	/**
	 * Has the server tell a connection that is there anyway. What changes a key before a
	 * command is run is told before that command's answer.
	 * @param connection to one primary; it must not be tracked already
	 * @param prefixes what the keys begin with; none may be the beginning of another
	 * @param listener hears the changes, on the connection's own thread
	 */
	public static void on(StatefulRedisConnection<byte[], byte[]> connection, List<String> prefixes,
			KeyTrackingListener listener) {
		KeyPushes.on(connection, prefixes, listener);
	}

	/**
	 * Connects in the background, again and again until the server is there. Does nothing
	 * if that has begun and the tier's connection factory was not stopped since.
	 */
	public synchronized void start() {
		StatefulRedisConnection<byte[], byte[]> open = this.connection;
		boolean under = (open != null) ? open.isOpen() : this.connecting != null;
		if (under || this.closed) {
			return;
		}
		this.connection = null;
		this.connecting = new Thread(this::connect, "redis-tiers-tracking");
		this.connecting.setDaemon(true);
		this.connecting.start();
	}

	@Override
	public void close() {
		Thread pending;
		synchronized (this) {
			this.closed = true;
			pending = this.connecting;
		}
		if (pending != null) {
			pending.interrupt();
			try {
				pending.join(TimeUnit.SECONDS.toMillis(5));
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}
		StatefulRedisConnection<byte[], byte[]> open = this.connection;
		if (open != null && open.isOpen()) {
			open.close();
		}
	}

	private void connect() {
		Delay backoff = this.connectionFactory.getRequiredNativeClient().getResources().reconnectDelay();
		for (long attempt = 1; !this.closed; attempt++) {
			try {
				opened(this.connectionFactory.openConnection());
				return;
			}
			catch (RuntimeException ex) {
				logger.debug("Key tracking is not connected", ex);
			}
			LockSupport.parkNanos(backoff.createDelay(attempt).toNanos());
		}
	}

	private void opened(StatefulRedisConnection<byte[], byte[]> opened) {
		this.connection = opened;
		on(opened, this.prefixes, this.listener);
	}

}
