package io.github.redistiers.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

/**
 * A primary, which is asked once who it is, and again after its connection was lost.
 */
final class AskedServer implements ReachedServer {

	private final Supplier<CompletionStage<String>> question;

	private final boolean alone;

	private final Runnable answered;

	private volatile @Nullable CompletableFuture<String> asked;

	/**
	 * A primary.
	 * @param question asks it; may throw
	 * @param alone whether all reads go to it, rather than to its replicas too
	 * @param answered called when it has answered
	 */
	AskedServer(Supplier<CompletionStage<String>> question, boolean alone, Runnable answered) {
		this.question = question;
		this.alone = alone;
		this.answered = answered;
	}

	@Override
	public CompletableFuture<String> id() {
		CompletableFuture<String> asked = this.asked;
		return (asked != null) ? asked : ask();
	}

	@Override
	public boolean isCurrent(CompletableFuture<String> id) {
		return id == this.asked;
	}

	@Override
	public boolean asksFirst() {
		return false;
	}

	@Override
	public @Nullable String only() {
		CompletableFuture<String> asked = this.alone ? this.asked : null;
		return (asked != null && asked.isDone() && !asked.isCompletedExceptionally()) ? asked.join() : null;
	}

	/**
	 * It may be another one by now.
	 */
	void forget() {
		this.asked = null;
	}

	private CompletableFuture<String> ask() {
		CompletableFuture<String> asking = new CompletableFuture<>();
		synchronized (this) {
			CompletableFuture<String> asked = this.asked;
			if (asked != null) {
				return asked;
			}
			this.asked = asking;
		}
		// without the lock: the answer may be there already
		answer().whenComplete((id, failure) -> {
			if (failure != null) {
				forget(asking);
				asking.completeExceptionally(failure);
			}
			else {
				asking.complete(id);
				this.answered.run();
			}
		});
		return asking;
	}

	private CompletionStage<String> answer() {
		try {
			return this.question.get();
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedStage(ex);
		}
	}

	private synchronized void forget(CompletableFuture<String> asking) {
		if (this.asked == asking) {
			this.asked = null;
		}
	}

}
