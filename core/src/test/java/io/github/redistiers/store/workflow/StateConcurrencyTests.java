package io.github.redistiers.store.workflow;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.TestStore;
import io.github.redistiers.store.workflow.StateOutcome.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sixty-four threads of two applications make the same changes of the same entities.
 */
@EachServerGeneration
class StateConcurrencyTests {

	private static final int THREADS = 64;

	private static final int ENTITIES = 5;

	private static final int ROUNDS = Integer.getInteger("redis-tiers.test.races", 30);

	/**
	 * So many may be applied to one entity.
	 */
	private static final int MOST = 1000;

	private static final Map<Step, Set<Step>> TABLE = Map.of(Step.A, Set.of(Step.B, Step.C), Step.B,
			Set.of(Step.C, Step.A), Step.C, Set.of(Step.A));

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private final AtomicLong events = new AtomicLong();

	private final ConcurrentMap<String, AtomicLong> applied = new ConcurrentHashMap<>();

	StateConcurrencyTests(ServerGeneration generation) {
	}

	@Test
	void appliesEachChangeOnceAndOnlyWhatIsInTheTable() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try (TestStore one = TestStore.on(server.get(), new WorkflowStructure());
				TestStore other = TestStore.on(server.get(), new WorkflowStructure())) {
			List<Steps> processes = List.of(one.repositories().create(Steps.class, "steps"),
					other.repositories().create(Steps.class, "steps"));
			List<Future<?>> running = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				Steps steps = processes.get(i % 2);
				running.add(threads.submit(() -> walk(steps)));
			}
			for (Future<?> future : running) {
				future.get();
			}
			for (int entity = 0; entity < ENTITIES; entity++) {
				assertIsAChain(processes.get(0), String.valueOf(entity));
			}
			assertThat(this.applied.values()).allSatisfy((times) -> assertThat(times).hasValue(1));
		}
		finally {
			threads.shutdownNow();
		}
	}

	private void walk(Steps steps) {
		for (int round = 0; round < ROUNDS; round++) {
			String entity = String.valueOf(ThreadLocalRandom.current().nextInt(ENTITIES));
			// several threads are likely to make the same event at the same time
			String event = entity + "-" + this.events.getAndIncrement() / 3;
			Optional<Step> state = steps.state(entity);
			try {
				StateOutcome<Step> outcome = state.map((from) -> steps.transition(entity, from, next(from), event))
					.orElseGet(() -> steps.start(entity, event));
				if (outcome.status() == Status.APPLIED) {
					this.applied.computeIfAbsent(event, (absent) -> new AtomicLong()).incrementAndGet();
				}
				assertThat(outcome.state()).isNotNull();
			}
			catch (EventReusedException ex) {
				// the other one of the two ways from there
			}
		}
	}

	private static Step next(Step from) {
		List<Step> ways = List.copyOf(TABLE.getOrDefault(from, Set.of()));
		return ways.get(ThreadLocalRandom.current().nextInt(ways.size()));
	}

	private void assertIsAChain(Steps steps, String entity) {
		List<StateChange<Step>> history = steps.history(entity);
		assertThat(history).hasSizeLessThan(MOST).extracting(StateChange::eventId).doesNotHaveDuplicates();
		assertThat(history.stream().map(StateChange::eventId)).containsExactlyInAnyOrderElementsOf(
				this.applied.keySet().stream().filter((event) -> event.startsWith(entity + "-")).toList());
		Step before = null;
		for (StateChange<Step> change : history) {
			assertThat(change.from()).isEqualTo(before);
			assertThat(change.to()).isIn((before != null) ? TABLE.getOrDefault(before, Set.of()) : Set.of(Step.A));
			before = change.to();
		}
		assertThat(steps.state(entity)).isEqualTo(Optional.ofNullable(before));
	}

	enum Step {

		A, B, C

	}

	@Transitions(initial = "A", value = { "A -> B, C", "B -> C, A", "C -> A" }, history = MOST)
	interface Steps extends StateRepository<Step> {

	}

}
