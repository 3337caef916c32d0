package io.github.redistiers.test.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.redistiers.store.StoreFailure;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The load of all structures at once.
 */
final class Loads implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(Loads.class);

	private static final int THREADS_EACH = 3;

	private static final Duration PATIENCE = Duration.ofSeconds(90);

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private final List<Future<?>> running = new ArrayList<>();

	private final String scene;

	private final List<Load<?>> loads;

	private AtomicBoolean done = new AtomicBoolean();

	Loads(String scene, List<Load<?>> loads) {
		this.scene = scene;
		this.loads = loads;
	}

	List<Load<?>> each() {
		return this.loads;
	}

	void run() {
		AtomicBoolean enough = new AtomicBoolean();
		this.done = enough;
		for (Load<?> load : this.loads) {
			for (int thread = 0; thread < THREADS_EACH; thread++) {
				this.running.add(this.threads.submit(() -> load.run(enough::get)));
			}
		}
	}

	/**
	 * Waits until every load has had so many more acknowledgements.
	 */
	void awaitAcknowledged(long more) {
		awaitMore("acknowledgements", Tally::acknowledged, more);
	}

	/**
	 * Waits until every load has failed so often in this way.
	 */
	void awaitFailures(Class<? extends StoreFailure> name, long more) {
		awaitMore(name.getSimpleName(), (tally) -> tally.failures(name), more);
	}

	private void awaitMore(String what, ToLongFunction<Tally> number, long more) {
		List<Long> before = this.loads.stream().map((load) -> number.applyAsLong(load.tally())).toList();
		Awaitility.await(what).atMost(PATIENCE).pollInterval(Duration.ofMillis(10)).untilAsserted(() -> {
			for (int i = 0; i < before.size(); i++) {
				Load<?> load = this.loads.get(i);
				assertThat(number.applyAsLong(load.tally())).as(load + ", " + what)
					.isGreaterThanOrEqualTo(before.get(i) + more);
			}
		});
	}

	/**
	 * Goes on for this long.
	 */
	void awaitTime(Duration duration) {
		long end = System.nanoTime() + duration.toNanos();
		Awaitility.await()
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(10))
			.until(() -> System.nanoTime() - end > 0);
	}

	/**
	 * Lets what is under way end.
	 */
	void pause() {
		this.done.set(true);
		try {
			for (Future<?> future : this.running) {
				future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
			}
			this.running.clear();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
		catch (ExecutionException | TimeoutException ex) {
			throw new AssertionError("An operation neither ended nor failed with an exception: " + this, ex);
		}
	}

	/**
	 * Compares what was answered with what is found. Pause before.
	 */
	void check(Loss loss) {
		List<String> wrong = this.loads.stream().flatMap((load) -> load.check(loss).stream()).toList();
		assertThat(wrong).as(toString()).isEmpty();
	}

	/**
	 * Asserts that nothing has failed but in these ways.
	 */
	void checkFailures(List<Class<? extends StoreFailure>> names) {
		List<String> allowed = names.stream().map(Class::getSimpleName).toList();
		Predicate<Load<?>> failed = (load) -> !allowed.containsAll(load.tally().failures().keySet());
		assertThat(this.loads.stream().filter(failed).toList()).as("failed otherwise than " + allowed).isEmpty();
	}

	/**
	 * Ends the load and says in the log what became of it.
	 */
	@Override
	public void close() {
		logger.info(this);
		this.done.set(true);
		this.threads.shutdownNow();
	}

	@Override
	public String toString() {
		return this.loads.stream().map(Load::toString).collect(Collectors.joining("; ", this.scene + ": ", ""));
	}

}
