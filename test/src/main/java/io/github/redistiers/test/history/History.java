package io.github.redistiers.test.history;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.github.redistiers.store.Applied;
import io.github.redistiers.store.StoreFailure;

/**
 * Calls of many threads, each with the moments at which it was made and answered. Safe
 * for use by several threads.
 *
 * <pre class="code">
 * history.record(new Reserve("seat-7", "ann"), () -&gt; seats.reserve("seat-7", "ann"));
 * </pre>
 *
 * @param <C> a description of a call
 * @param <R> what is answered
 * @since 0.1.0
 */
public final class History<C, R> {

	private final Queue<Observation<C, R>> observations = new ConcurrentLinkedQueue<>();

	/**
	 * Makes a call and notes what came of it. One that throws is left out if the failure
	 * says that nothing was changed, and may have happened otherwise.
	 * @param <T> what is answered
	 * @param call what is called
	 * @param made calls it; answers never {@code null}
	 * @return its answer
	 */
	public <T extends R> T record(C call, Supplier<T> made) {
		long invoked = System.nanoTime();
		try {
			T answer = made.get();
			this.observations.add(new Observation<>(call, answer, invoked, System.nanoTime()));
			return answer;
		}
		catch (RuntimeException ex) {
			StoreFailure failure = StoreFailure.of(ex);
			if (failure == null || failure.applied() != Applied.NO) {
				mayHappen(call, invoked);
			}
			throw ex;
		}
	}

	/**
	 * Notes a call that was made and answered elsewhere.
	 * @param call what was called
	 * @param answer its answer
	 * @param invoked when it was made, by {@link System#nanoTime()}
	 * @param answered when it was answered
	 */
	public void happened(C call, R answer, long invoked, long answered) {
		this.observations.add(new Observation<>(call, answer, invoked, answered));
	}

	/**
	 * Notes something that may happen, once, from a moment on: a call that was not
	 * answered, or a lease that ends by itself.
	 * @param call what may happen
	 * @param from when at the earliest, by {@link System#nanoTime()}
	 */
	public void mayHappen(C call, long from) {
		this.observations.add(new Observation<>(call, null, from, from));
	}

	/**
	 * All that was noted. A history is linearizable if its parts are that have nothing to
	 * do with each other, such as the calls on each key; parts are far faster to check.
	 * @param part which calls
	 * @return the calls, in any order
	 */
	public List<Observation<C, R>> observations(Predicate<C> part) {
		return this.observations.stream().filter((observation) -> part.test(observation.call())).toList();
	}

	/**
	 * All that was noted.
	 * @return the calls, in any order
	 */
	public List<Observation<C, R>> observations() {
		return List.copyOf(this.observations);
	}

}
