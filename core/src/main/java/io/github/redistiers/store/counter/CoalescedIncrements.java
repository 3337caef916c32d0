package io.github.redistiers.store.counter;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import io.github.redistiers.store.StoreExceptionTranslation;
import org.jspecify.annotations.Nullable;

/**
 * Sends one increment of a counter at a time; those that come meanwhile are added up and
 * sent together. From the sum's result each caller's own value follows.
 */
final class CoalescedIncrements {

	private final Increment increment;

	/**
	 * What is under way: of a counter that nobody increments, nothing is kept.
	 */
	private final ConcurrentMap<String, Line> lines = new ConcurrentHashMap<>();

	CoalescedIncrements(Increment increment) {
		this.increment = increment;
	}

	CompletionStage<Long> increment(String key, long amount) {
		Waiting waiting = new Waiting(amount, new CompletableFuture<>());
		Line line = this.lines.compute(key, (same, current) -> {
			if (current == null) {
				return new Line(waiting, new ArrayDeque<>());
			}
			current.behind().add(waiting);
			return current;
		});
		if (line.first() == waiting) {
			send(key, List.of(waiting));
		}
		return waiting.value();
	}

	private void send(String key, List<Waiting> batch) {
		long sum = 0;
		try {
			for (Waiting waiting : batch) {
				sum = Math.addExact(sum, waiting.amount());
			}
		}
		catch (ArithmeticException ex) {
			sendByThemselves(key, batch);
			return;
		}
		this.increment.by(key, sum).whenComplete((value, failure) -> {
			if (failure != null && batch.size() > 1
					&& StoreExceptionTranslation.cause(failure) instanceof CounterOverflowException) {
				// nothing was changed, and some of them may well fit
				sendByThemselves(key, batch);
				return;
			}
			// before the callers go on, so that their next ones are not in its way
			next(key);
			complete(batch, value, failure);
		});
	}

	/**
	 * One after the other, in their order.
	 */
	private void sendByThemselves(String key, List<Waiting> batch) {
		CompletionStage<?> before = CompletableFuture.completedFuture(null);
		for (Waiting waiting : batch) {
			before = before.thenCompose((done) -> this.increment.by(key, waiting.amount())
				.handle((value, failure) -> complete(List.of(waiting), value, failure)));
		}
		before.whenComplete((done, failure) -> next(key));
	}

	private void next(String key) {
		List<Waiting> batch = new ArrayList<>();
		this.lines.computeIfPresent(key, (same, current) -> {
			Deque<Waiting> behind = current.behind();
			// of one sign, so that no value in between can leave 64 bits
			while (!behind.isEmpty()
					&& (batch.isEmpty() || (behind.getFirst().amount() < 0) == (batch.get(0).amount() < 0))) {
				batch.add(behind.removeFirst());
			}
			return batch.isEmpty() ? null : current;
		});
		if (!batch.isEmpty()) {
			send(key, batch);
		}
	}

	private static @Nullable Void complete(List<Waiting> batch, @Nullable Long value, @Nullable Throwable failure) {
		if (failure != null || value == null) {
			Throwable cause = (failure != null) ? StoreExceptionTranslation.cause(failure)
					: new IllegalStateException("INCRBY without a reply");
			batch.forEach((waiting) -> waiting.value().completeExceptionally(cause));
			return null;
		}
		long[] values = new long[batch.size()];
		long current = value;
		for (int i = batch.size() - 1; i >= 0; i--) {
			values[i] = current;
			current -= batch.get(i).amount();
		}
		for (int i = 0; i < values.length; i++) {
			batch.get(i).value().complete(values[i]);
		}
		return null;
	}

	/**
	 * Sends one increment.
	 */
	@FunctionalInterface
	interface Increment {

		CompletionStage<Long> by(String key, long amount);

	}

	/**
	 * A counter that is being incremented.
	 *
	 * @param first whose increment was sent at once
	 * @param behind those that wait; changes under the map's lock of the key
	 */
	private record Line(Waiting first, Deque<Waiting> behind) {

	}

	private record Waiting(long amount, CompletableFuture<Long> value) {

	}

}
