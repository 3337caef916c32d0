package io.github.redistiers.store.queue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

import io.github.redistiers.store.StoreExceptionTranslation;
import org.jspecify.annotations.Nullable;

/**
 * Sends a few calls at a time for single jobs; those that come meanwhile are sent
 * together.
 */
final class GroupedEnqueues {

	/**
	 * So that no call is too large, and no server held up for long.
	 */
	private static final int MOST_BYTES = 1 << 20;

	/**
	 * With one, few threads would wait for each other's round trips.
	 */
	private static final int MOST_CALLS = 4;

	private final Function<List<AddedJob>, CompletionStage<List<Enqueued>>> call;

	private final ReentrantLock lock = new ReentrantLock();

	private final Deque<Waiting> waiting = new ArrayDeque<>();

	private int underWay;

	GroupedEnqueues(Function<List<AddedJob>, CompletionStage<List<Enqueued>>> call) {
		this.call = call;
	}

	CompletionStage<Enqueued> enqueue(AddedJob job) {
		Waiting own = new Waiting(job, new CompletableFuture<>());
		this.lock.lock();
		try {
			if (this.underWay >= MOST_CALLS) {
				this.waiting.add(own);
				return own.added();
			}
			this.underWay++;
		}
		finally {
			this.lock.unlock();
		}
		send(List.of(own));
		return own.added();
	}

	private void send(List<Waiting> group) {
		this.call.apply(group.stream().map(Waiting::job).toList()).whenComplete((added, failure) -> {
			// before the callers go on, so that their next ones are not in its way
			List<Waiting> next = next();
			if (!next.isEmpty()) {
				send(next);
			}
			complete(group, added, failure);
		});
	}

	private List<Waiting> next() {
		List<Waiting> group = new ArrayList<>();
		int bytes = 0;
		this.lock.lock();
		try {
			while (!this.waiting.isEmpty() && group.size() < QueueRepository.MOST && bytes < MOST_BYTES) {
				Waiting next = this.waiting.removeFirst();
				bytes += next.job().payload().length;
				group.add(next);
			}
			if (group.isEmpty()) {
				this.underWay--;
			}
		}
		finally {
			this.lock.unlock();
		}
		return group;
	}

	private static void complete(List<Waiting> group, @Nullable List<Enqueued> added, @Nullable Throwable failure) {
		for (int i = 0; i < group.size(); i++) {
			if (added != null) {
				group.get(i).added().complete(added.get(i));
			}
			else {
				group.get(i)
					.added()
					.completeExceptionally((failure != null) ? StoreExceptionTranslation.cause(failure)
							: new IllegalStateException("No reply"));
			}
		}
	}

	private record Waiting(AddedJob job, CompletableFuture<Enqueued> added) {

	}

}
