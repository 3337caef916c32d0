package io.github.redistiers.store.lock;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

import io.github.redistiers.connection.SeparateConnections;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.Message;
import org.springframework.data.redis.connection.MessageListener;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Those in this process that wait for locks, and the connection on which they hear that
 * it is their turn. It is opened in the background when somebody waits for the first
 * time.
 */
final class Turns implements MessageListener, AutoCloseable {

	private static final Log logger = LogFactory.getLog(Turns.class);

	private static final long PAUSE = TimeUnit.SECONDS.toNanos(1);

	private final Map<String, Waiter> waiters = new ConcurrentHashMap<>();

	private final RedisConnectionFactory store;

	private final byte[] channel;

	private final LockProcess process;

	private @Nullable Thread opening;

	private @Nullable LettuceConnectionFactory own;

	private volatile boolean isOpen;

	private volatile boolean isClosed;

	Turns(RedisConnectionFactory store, String keyPrefix, LockProcess process) {
		this.store = store;
		this.channel = (LockCalls.channels(keyPrefix) + process.name()).getBytes(StandardCharsets.UTF_8);
		this.process = process;
	}

	void add(Waiter waiter) {
		this.waiters.put(waiter.owner(), waiter);
		if (this.isClosed) {
			waiter.close();
		}
	}

	void remove(Waiter waiter) {
		this.waiters.remove(waiter.owner());
	}

	/**
	 * Whether turns are heard of. Opens the connection if they are not.
	 */
	boolean areHeard() {
		if (!this.isOpen) {
			open();
		}
		return this.isOpen;
	}

	private synchronized void open() {
		if (this.isOpen || this.isClosed || this.opening != null) {
			return;
		}
		Thread thread = new Thread(this::connect, "redis-tiers-lock-turns");
		thread.setDaemon(true);
		this.opening = thread;
		thread.start();
	}

	private void connect() {
		try {
			LettuceConnectionFactory factory = factory();
			subscribe(factory.getConnection());
			this.isOpen = true;
			// one may have come while nobody listened
			this.waiters.values().forEach(Waiter::ask);
		}
		catch (RuntimeException ex) {
			logger.debug("Who waits for a lock does not hear that it is its turn, and asks instead", ex);
			this.process.later(PAUSE, this::again);
			return;
		}
		synchronized (this) {
			this.opening = null;
		}
	}

	private void subscribe(RedisConnection connection) {
		try {
			connection.subscribe(this, this.channel);
		}
		catch (RuntimeException ex) {
			connection.close();
			throw ex;
		}
	}

	private synchronized void again() {
		this.opening = null;
		if (!this.waiters.isEmpty()) {
			open();
		}
	}

	private synchronized LettuceConnectionFactory factory() {
		if (this.isClosed) {
			throw new IllegalStateException("Closed");
		}
		if (this.own == null) {
			this.own = SeparateConnections.beside(this.store);
		}
		return this.own;
	}

	@Override
	public void onMessage(Message message, byte @Nullable [] pattern) {
		String[] parts = new String(message.getBody(), StandardCharsets.US_ASCII).split(" ");
		if (parts.length == 2) {
			call(parts[0], Long.parseLong(parts[1]));
		}
	}

	/**
	 * Tells one that it has its lock.
	 */
	void call(String owner, long token) {
		Waiter waiter = this.waiters.get(owner);
		// one that is not there any more has left, or will
		if (waiter != null) {
			waiter.hear(token);
		}
	}

	@Override
	public void close() {
		LettuceConnectionFactory factory;
		synchronized (this) {
			this.isClosed = true;
			factory = this.own;
		}
		this.waiters.values().forEach(Waiter::close);
		if (factory != null) {
			factory.destroy();
		}
	}

}
