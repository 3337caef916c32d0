package io.github.redistiers.test.history;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redistiers.store.Applied;
import io.github.redistiers.store.OutcomeUnknownException;
import io.github.redistiers.store.StoreUnavailableException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HistoryCheckerTests {

	private static final HistoryChecker<Integer, Call, Integer> REGISTER = new HistoryChecker<>(0,
			HistoryCheckerTests::after);

	private final History<Call, Integer> history = new History<>();

	@Test
	void acceptsNothing() {
		assertThat(REGISTER.complaint(List.of())).isEmpty();
	}

	@Test
	void acceptsWhatHappenedOneAfterTheOther() {
		write(1, 0, 10);
		read(1, 20, 30);
		write(2, 40, 50);
		read(2, 60, 70);
		assertThat(REGISTER.complaint(this.history.observations())).isEmpty();
	}

	@Test
	void acceptsAReadOfEitherValueWhileItIsWritten() {
		write(1, 0, 100);
		read(0, 10, 20);
		read(1, 30, 40);
		assertThat(REGISTER.complaint(this.history.observations())).isEmpty();
	}

	@Test
	void refusesAReadOfTheOldValueAfterTheNewOneWasRead() {
		write(1, 0, 100);
		read(1, 10, 20);
		read(0, 30, 40);
		assertThat(REGISTER.complaint(this.history.observations())).get()
			.asString()
			.contains("After 2 of 3")
			.contains("-> 0");
	}

	@Test
	void refusesAReadOfTheOldValueAfterTheNewOneWasWritten() {
		write(1, 0, 10);
		read(0, 11, 20);
		assertThat(REGISTER.complaint(this.history.observations())).isPresent();
	}

	@Test
	void letsACallWithoutAnAnswerHappenLateOrNever() {
		this.history.mayHappen(new Call(true, 1), 0);
		read(0, 100, 110);
		assertThat(REGISTER.complaint(this.history.observations())).isEmpty();
		read(1, 200, 210);
		assertThat(REGISTER.complaint(this.history.observations())).isEmpty();
		read(0, 300, 310);
		assertThat(REGISTER.complaint(this.history.observations())).as("once only").isPresent();
	}

	@Test
	void letsACallWithoutAnAnswerNotHappenBeforeItWasMade() {
		this.history.mayHappen(new Call(true, 1), 50);
		read(1, 10, 20);
		assertThat(REGISTER.complaint(this.history.observations())).isPresent();
	}

	@Test
	void refusesAnIncrementThatWasLost() {
		HistoryChecker<Integer, String, Integer> counter = new HistoryChecker<>(0,
				(state, call, answer) -> (answer == null || answer == state + 1) ? Set.of(state + 1) : Set.of());
		List<Observation<String, Integer>> calls = new ArrayList<>();
		calls.add(new Observation<>("increment", 1, 0, 10));
		calls.add(new Observation<>("increment", 2, 0, 10));
		assertThat(counter.complaint(calls)).isEmpty();
		calls.add(new Observation<>("increment", 2, 5, 20));
		assertThat(counter.complaint(calls)).isPresent();
	}

	@Test
	void notesWhatAFailureSaysOfItself() {
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> this.history.record(new Call(true, 1), () -> {
				throw new StoreUnavailableException("gone", Applied.NO, new IllegalStateException());
			}));
		assertThat(this.history.observations()).isEmpty();
		assertThatExceptionOfType(OutcomeUnknownException.class)
			.isThrownBy(() -> this.history.record(new Call(true, 1), () -> {
				throw new OutcomeUnknownException("cut", Applied.UNKNOWN, new IllegalStateException());
			}));
		assertThat(this.history.observations()).singleElement()
			.satisfies((call) -> assertThat(call.isAnswered()).isFalse());
	}

	@Test
	void checksThousandsOfCallsOfManyThreads() throws Exception {
		AtomicInteger register = new AtomicInteger();
		ExecutorService threads = Executors.newFixedThreadPool(8);
		try {
			List<Future<?>> running = new ArrayList<>();
			for (int i = 0; i < 8; i++) {
				Random random = new Random(i);
				running.add(threads.submit(() -> {
					for (int round = 0; round < 300; round++) {
						Call write = new Call(true, random.nextInt(1000));
						this.history.record(write, () -> {
							register.set(write.value());
							return 0;
						});
						this.history.record(new Call(false, 0), register::get);
					}
				}));
			}
			for (Future<?> thread : running) {
				thread.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
		assertThat(this.history.observations()).hasSize(4800);
		assertThat(REGISTER.complaint(this.history.observations())).isEmpty();
		long end = System.nanoTime();
		this.history.happened(new Call(false, 0), 1000, end, end + 1);
		assertThat(REGISTER.complaint(this.history.observations((call) -> true))).as("nobody wrote 1000").isPresent();
	}

	private void write(int value, long invoked, long answered) {
		this.history.happened(new Call(true, value), 0, invoked, answered);
	}

	private void read(int value, long invoked, long answered) {
		this.history.happened(new Call(false, 0), value, invoked, answered);
	}

	private static Collection<Integer> after(Integer state, Call call, @Nullable Integer answer) {
		if (call.isWrite()) {
			return Set.of(call.value());
		}
		return (answer == null || answer.equals(state)) ? Set.of(state) : Set.of();
	}

	/**
	 * A call of a register.
	 */
	private record Call(boolean isWrite, int value) {

	}

}
