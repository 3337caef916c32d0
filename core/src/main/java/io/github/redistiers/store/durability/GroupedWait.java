package io.github.redistiers.store.durability;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * Lets all wait together who come while others wait: at most one wait is under way, and
 * whoever comes meanwhile shares the next (group commit; DeWitt et al., SIGMOD 1984).
 *
 * @param <T> what is found out
 */
final class GroupedWait<T> {

	private final Supplier<CompletionStage<T>> wait;

	private @Nullable CompletableFuture<T> next;

	private boolean running;

	GroupedWait(Supplier<CompletionStage<T>> wait) {
		this.wait = wait;
	}

	/**
	 * Joins the wait that begins after this.
	 */
	CompletionStage<T> join() {
		CompletableFuture<T> joined;
		synchronized (this) {
			if (this.next == null) {
				this.next = new CompletableFuture<>();
			}
			joined = this.next;
			if (this.running) {
				return joined;
			}
			this.running = true;
		}
		begin();
		return joined;
	}

	private void begin() {
		CompletableFuture<T> current;
		synchronized (this) {
			current = this.next;
			this.next = null;
			this.running = current != null;
		}
		if (current != null) {
			once().whenComplete((found, failure) -> {
				begin();
				if (failure != null) {
					current.completeExceptionally(failure);
				}
				else {
					current.complete(found);
				}
			});
		}
	}

	private CompletionStage<T> once() {
		try {
			return this.wait.get();
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedStage(ex);
		}
	}

}
