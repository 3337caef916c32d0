package io.github.redistiers.test.contract;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import org.awaitility.Awaitility;

import org.springframework.dao.DataAccessException;
import org.springframework.util.ClassUtils;

/**
 * Operations on one repository, tallied.
 */
final class Load<R> {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	/**
	 * Several threads' worth of work is wanted, not all that the machine can do. Of
	 * irregular length, or callers fall into step with the server's syncs, and none of
	 * them is waiting for an answer when it is killed.
	 */
	private static final long LONGEST_PAUSE = Duration.ofMillis(6).toNanos();

	private static final long PAUSE_AFTER_FAILURE = Duration.ofMillis(10).toNanos();

	private final AtomicLong numbers = new AtomicLong();

	private final StructureContract<R> contract;

	private final String name;

	/**
	 * One for each layout, the current one first.
	 */
	private final List<R> repositories;

	private final Tally tally;

	Load(StructureContract<R> contract, String name, List<R> repositories) {
		this.contract = contract;
		this.name = name;
		this.repositories = repositories;
		this.tally = new Tally(contract.whenRefused());
	}

	static <R> Load<R> on(TestedStore store, StructureContract<R> contract, String kind) {
		String name = ClassUtils.getShortName(contract.getClass()).replaceFirst("Contract$", "") + kind;
		return new Load<>(contract, name, store.repositories(contract, name));
	}

	/**
	 * Makes one operation after the other.
	 * @param isDone whether it is enough
	 */
	void run(BooleanSupplier isDone) {
		while (!isDone.getAsBoolean()) {
			make(next());
			LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(LONGEST_PAUSE));
		}
	}

	Operation next() {
		return Operation.of(this.numbers.getAndIncrement());
	}

	/**
	 * Makes an operation, and where it is repeatable and its outcome unknown, makes it
	 * again until that is known.
	 */
	void make(Operation operation) {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		boolean isOpen = false;
		do {
			try {
				once(operation);
				return;
			}
			catch (RuntimeException ex) {
				isOpen |= this.tally.fail(operation, ex);
				LockSupport.parkNanos(PAUSE_AFTER_FAILURE);
			}
		}
		while (isOpen && this.contract.isRepeatable() && System.nanoTime() - deadline < 0);
	}

	/**
	 * Makes an operation, and leaves it to the caller to tally how it failed.
	 */
	void once(Operation operation) {
		int layout = (int) (operation.number() / Tally.KEYS.size() % this.repositories.size());
		this.contract.operate(this.repositories.get(layout), operation);
		this.tally.acknowledge(operation);
	}

	/**
	 * What is found on a key, once the store answers.
	 */
	Found found(String key) {
		return Awaitility.await()
			.atMost(PATIENCE)
			.pollInterval(Duration.ofMillis(20))
			.ignoreExceptionsInstanceOf(DataAccessException.class)
			.until(() -> this.contract.found(this.repositories.get(0), key), (found) -> true);
	}

	/**
	 * Compares what was answered with what is found.
	 * @return what is wrong, in words; empty if nothing is
	 */
	List<String> check(Loss loss) {
		return this.tally.check(this::found, loss).stream().map((wrong) -> this.name + ": " + wrong).toList();
	}

	Tally tally() {
		return this.tally;
	}

	StructureContract<R> contract() {
		return this.contract;
	}

	@Override
	public String toString() {
		return this.name + ": " + this.tally;
	}

}
