package io.github.redistiers.autoconfigure.guard;

import java.util.function.Supplier;

import io.github.redistiers.guard.GuardWatch;
import org.jspecify.annotations.Nullable;

import org.springframework.context.SmartLifecycle;

/**
 * Has the guard watch while the application runs.
 */
final class WatchWhileRunning implements SmartLifecycle {

	private final @Nullable Supplier<GuardWatch> watches;

	private @Nullable GuardWatch watch;

	/**
	 * A watch.
	 * @param watches makes one for each start; {@code null} for none
	 */
	WatchWhileRunning(@Nullable Supplier<GuardWatch> watches) {
		this.watches = watches;
	}

	@Override
	public synchronized void start() {
		if (this.watches != null) {
			this.watch = this.watches.get();
			this.watch.start();
		}
	}

	@Override
	public synchronized void stop() {
		if (this.watch != null) {
			this.watch.close();
			this.watch = null;
		}
	}

	@Override
	public synchronized boolean isRunning() {
		return this.watch != null;
	}

}
