package io.github.redistiers.autoconfigure.observe;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

import io.lettuce.core.RedisException;

import org.springframework.dao.DataAccessException;

/**
 * Somebody who goes on writing to the store, whatever becomes of it.
 */
final class Load implements AutoCloseable {

	/**
	 * Other tests run on the same machine.
	 */
	private static final long PAUSE = Duration.ofNanos(500_000).toNanos();

	private final Thread thread;

	private volatile boolean isOver;

	private volatile long answers;

	Load(Runnable write) {
		this.thread = new Thread(() -> {
			while (!this.isOver) {
				write(write);
				LockSupport.parkNanos(PAUSE);
			}
		}, "load");
		this.thread.start();
	}

	@SuppressWarnings("NonAtomicOperationOnVolatileField") // one thread writes it
	private void write(Runnable write) {
		try {
			write.run();
			this.answers++;
		}
		catch (DataAccessException | RedisException ex) {
			// it may well be refused
		}
	}

	/**
	 * Waits until some more writes were answered.
	 */
	void awaitAnswers() {
		long enough = this.answers + 100;
		WatchfulApplication.eventually(() -> this.answers >= enough);
	}

	@Override
	public void close() throws InterruptedException {
		this.isOver = true;
		this.thread.join();
	}

}
