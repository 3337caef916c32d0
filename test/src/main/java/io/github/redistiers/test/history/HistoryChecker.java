package io.github.redistiers.test.history;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

/**
 * Tells whether a history is linearizable: whether there is an order of its calls, one
 * after the other, in which each could have been answered as it was, and in which none
 * that had been answered before another was made comes after it.
 * <p>
 * The search is Wing and Gong's, and remembers where it has been, as Lowe's does. It
 * finishes quickly where the history is right; a wrong one of many calls at the same time
 * may take long, so there is a limit.
 *
 * @param <S> the state of what was called
 * @param <C> a description of a call
 * @param <R> what was answered
 * @since 0.1.0
 */
public final class HistoryChecker<S, C, R> {

	private static final int MOST = 2_000_000;

	private static final int SHOWN = 8;

	private final S initial;

	private final SequentialSpecification<S, C, R> specification;

	/**
	 * A checker.
	 * @param initial the state before the first call
	 * @param specification how each call is answered
	 */
	public HistoryChecker(S initial, SequentialSpecification<S, C, R> specification) {
		this.initial = initial;
		this.specification = specification;
	}

	/**
	 * Looks for an order.
	 * @param history the calls, in any order
	 * @return what is wrong, in words; empty if the history is linearizable
	 * @throws IllegalStateException if the search takes too long
	 */
	public Optional<String> complaint(Collection<Observation<C, R>> history) {
		return new Search(history).complaint();
	}

	/**
	 * One search for an order.
	 */
	private final class Search {

		private final List<Observation<C, R>> calls;

		private final Set<Place<S>> seen = new HashSet<>();

		private final Deque<Step> path = new ArrayDeque<>();

		private final int wanted;

		private Step furthest;

		Search(Collection<Observation<C, R>> history) {
			this.calls = history.stream()
				.sorted(Comparator.<Observation<C, R>>comparingLong(Observation::invoked))
				.toList();
			this.wanted = (int) this.calls.stream().filter(Observation::isAnswered).count();
			this.furthest = new Step(new Place<>(new BitSet(), HistoryChecker.this.initial), 0);
			this.path.push(this.furthest);
		}

		Optional<String> complaint() {
			while (!this.path.isEmpty()) {
				Step step = this.path.getFirst();
				if (step.answered == this.wanted) {
					return Optional.empty();
				}
				if (!step.next().hasNext()) {
					this.path.pop();
					continue;
				}
				Step next = step.next().next();
				if (this.seen.add(next.place)) {
					limit();
					this.furthest = (next.answered > this.furthest.answered) ? next : this.furthest;
					this.path.push(next);
				}
			}
			return Optional.of(this.furthest.description());
		}

		private void limit() {
			if (this.seen.size() > MOST) {
				throw new IllegalStateException("Whether the history is linearizable was not found within " + MOST
						+ " steps. Check fewer calls, or a part of them. " + this.furthest.description());
			}
		}

		/**
		 * Calls that were put in order, and those that may come next.
		 */
		private final class Step {

			private final Place<S> place;

			private final int answered;

			private @Nullable Iterator<Step> next;

			Step(Place<S> place, int answered) {
				this.place = place;
				this.answered = answered;
			}

			/**
			 * Not before it is asked: most places have been seen before.
			 */
			Iterator<Step> next() {
				Iterator<Step> steps = this.next;
				if (steps == null) {
					steps = candidates().stream().flatMap((index) -> after(index).stream()).iterator();
					this.next = steps;
				}
				return steps;
			}

			private List<Step> after(int index) {
				Observation<C, R> call = Search.this.calls.get(index);
				BitSet done = (BitSet) this.place.done.clone();
				done.set(index);
				return HistoryChecker.this.specification.after(this.place.state, call.call(), call.answer())
					.stream()
					.map((state) -> new Step(new Place<>(done, state), this.answered + (call.isAnswered() ? 1 : 0)))
					.toList();
			}

			/**
			 * Those that were made before any other that is left had been answered; what
			 * was answered first comes first, and what may never have happened last.
			 */
			private List<Integer> candidates() {
				List<Integer> candidates = new ArrayList<>();
				Observation<C, R> first = null;
				for (int i = this.place.done.nextClearBit(0); i < Search.this.calls.size(); i = this.place.done
					.nextClearBit(i + 1)) {
					Observation<C, R> call = Search.this.calls.get(i);
					if (first != null && first.isBefore(call)) {
						break;
					}
					candidates.add(i);
					if (call.isAnswered() && (first == null || call.answered() - first.answered() < 0)) {
						first = call;
					}
				}
				candidates.sort(Comparator.<Integer, Boolean>comparing((i) -> !Search.this.calls.get(i).isAnswered())
					.thenComparing((i) -> Search.this.calls.get(i).answered()));
				return candidates;
			}

			String description() {
				String candidates = candidates().stream()
					.limit(SHOWN)
					.map((index) -> Search.this.calls.get(index).toString())
					.collect(Collectors.joining("; "));
				return "No order of the calls explains their answers. After %d of %d the state is %s, and none of these can come next: %s"
					.formatted(this.answered, Search.this.wanted, this.place.state, candidates);
			}

		}

	}

	/**
	 * Where a search has been.
	 */
	private record Place<S>(BitSet done, S state) {

	}

}
