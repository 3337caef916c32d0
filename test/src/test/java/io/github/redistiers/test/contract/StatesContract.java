package io.github.redistiers.test.contract;

import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;

import io.github.redistiers.store.StructureFactory;
import io.github.redistiers.store.workflow.StateChange;
import io.github.redistiers.store.workflow.StateOutcome;
import io.github.redistiers.store.workflow.StateRepository;
import io.github.redistiers.store.workflow.Transitions;
import io.github.redistiers.store.workflow.WorkflowStructure;

/**
 * Makes a change of an entity that knows of a hundred, and then of the next one.
 */
class StatesContract implements StructureContract<StatesContract.Doors> {

	private static final long EACH = 100;

	private static final String START = "start";

	private final AtomicLong entities = new AtomicLong();

	@Override
	public Class<Doors> repository() {
		return Doors.class;
	}

	@Override
	public List<StructureFactory<?>> structures() {
		return List.of(new WorkflowStructure());
	}

	@Override
	public void operate(Doors doors, Operation operation) {
		long number = operation.number() / Tally.KEYS.size() / EACH;
		this.entities.accumulateAndGet(number + 1, Math::max);
		String entity = entity(operation.key(), number);
		if (!knock(doors, entity, operation).isApplied()) {
			doors.start(entity, START);
			if (!knock(doors, entity, operation).isApplied()) {
				throw new IllegalStateException("An entity that was started is in no state: " + operation);
			}
		}
	}

	private static StateOutcome<Door> knock(Doors doors, String entity, Operation operation) {
		String event = String.valueOf(operation.number());
		return operation.isAsync()
				? StructureContract.join(doors.transitionAsync(entity, Door.CLOSED, Door.CLOSED, event))
				: doors.transition(entity, Door.CLOSED, Door.CLOSED, event);
	}

	@Override
	public Found found(Doors doors, String key) {
		return Found.numbers(LongStream.range(0, this.entities.get())
			.mapToObj((number) -> doors.history(entity(key, number)))
			.flatMap(List::stream)
			.map(StateChange::eventId)
			.filter((event) -> !event.equals(START))
			.map(Long::valueOf)
			.toList());
	}

	private static String entity(String key, long number) {
		return key + "-" + number;
	}

	@Override
	public boolean isRepeatable() {
		return true;
	}

	enum Door {

		CLOSED

	}

	@Transitions(initial = "CLOSED", value = "CLOSED -> CLOSED", history = 3 * (int) EACH)
	interface Doors extends StateRepository<Door> {

	}

}
