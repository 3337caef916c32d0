package io.github.redistiers.test.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;

import io.github.redistiers.store.Applied;
import io.github.redistiers.store.NotDurableInTimeException;
import io.github.redistiers.store.OutcomeUnknownException;
import io.github.redistiers.store.StoreFailure;

import org.springframework.dao.DataAccessException;

/**
 * What was answered to the operations on one repository.
 */
final class Tally {

	/**
	 * Two: a key is hot, and there is another cluster slot.
	 */
	static final List<String> KEYS = List.of("a", "b");

	private static final int MOST_COMPLAINTS = 5;

	private final Map<String, KeyTally> keys = KEYS.stream()
		.collect(Collectors.toUnmodifiableMap(Function.identity(), (key) -> new KeyTally()));

	private final Map<String, AtomicLong> failures = new ConcurrentSkipListMap<>();

	private final Queue<String> complaints = new ConcurrentLinkedQueue<>();

	private final AtomicLong acknowledged = new AtomicLong();

	private final Applied whenRefused;

	Tally(Applied whenRefused) {
		this.whenRefused = whenRefused;
	}

	void acknowledge(Operation operation) {
		of(operation.key()).acknowledge(operation.number());
		this.acknowledged.incrementAndGet();
	}

	/**
	 * Notes that an operation failed.
	 * @return whether it may have been applied nevertheless
	 */
	boolean fail(Operation operation, RuntimeException failure) {
		StoreFailure named = StoreFailure.of(failure);
		String name = (named != null) ? named.getClass().getSimpleName() : "no name";
		this.failures.computeIfAbsent(name, (key) -> new AtomicLong()).incrementAndGet();
		if (named == null || !(failure instanceof DataAccessException)) {
			complain("a failure of the store has no name: " + failure);
			return true;
		}
		if (!isRight(named)) {
			complain("applied() is " + named.applied() + " of " + failure);
		}
		if (named.applied() != Applied.NO) {
			of(operation.key()).leaveUnknown(operation.number());
			return true;
		}
		return false;
	}

	private boolean isRight(StoreFailure failure) {
		if (failure instanceof OutcomeUnknownException) {
			return failure.applied() == Applied.UNKNOWN;
		}
		if (failure instanceof NotDurableInTimeException) {
			return failure.applied() == Applied.YES;
		}
		return failure.applied() == Applied.NO || failure.applied() == this.whenRefused;
	}

	private void complain(String complaint) {
		if (this.complaints.size() < MOST_COMPLAINTS) {
			this.complaints.add(complaint);
		}
	}

	long acknowledged() {
		return this.acknowledged.get();
	}

	/**
	 * How many operations failed in this way.
	 */
	long failures(Class<? extends StoreFailure> name) {
		AtomicLong count = this.failures.get(name.getSimpleName());
		return (count != null) ? count.get() : 0;
	}

	/**
	 * How many operations failed, by name.
	 */
	Map<String, Long> failures() {
		Map<String, Long> counts = new TreeMap<>();
		this.failures.forEach((name, count) -> counts.put(name, count.get()));
		return counts;
	}

	/**
	 * Compares with what is found while no operation is under way.
	 * @return what is wrong, in words; empty if nothing is
	 */
	List<String> check(Function<String, Found> found, Loss loss) {
		List<String> wrong = new ArrayList<>(this.complaints);
		for (String key : KEYS) {
			of(key).check(found.apply(key), loss).forEach((what) -> wrong.add("on key " + key + " " + what));
		}
		return wrong;
	}

	private KeyTally of(String key) {
		return Objects.requireNonNull(this.keys.get(key), () -> key + " is no key of the kit's");
	}

	@Override
	public String toString() {
		long lost = this.keys.values().stream().mapToLong(KeyTally::lost).sum();
		return "acknowledged %d, lost %d, failed %s".formatted(acknowledged(), lost, failures());
	}

}
