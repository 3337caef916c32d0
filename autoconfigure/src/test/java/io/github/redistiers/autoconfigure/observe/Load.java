package io.github.redistiers.autoconfigure.observe;

import io.lettuce.core.RedisException;

import org.springframework.dao.DataAccessException;

/**
 * Somebody who writes to the store without a pause, whatever becomes of it.
 */
final class Load implements AutoCloseable {

	private final Thread thread;

	private volatile boolean isOver;

	private volatile long answers;

	Load(Runnable write) {
		this.thread = new Thread(() -> {
			while (!this.isOver) {
				write(write);
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
