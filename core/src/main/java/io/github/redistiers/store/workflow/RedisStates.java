package io.github.redistiers.store.workflow;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

import io.github.redistiers.script.Script;
import io.github.redistiers.store.ScriptCall;
import io.github.redistiers.store.ServerObjection;
import io.github.redistiers.store.StoreCall;
import io.github.redistiers.store.StoreChange;
import io.github.redistiers.store.StructureContext;
import io.github.redistiers.store.StructureKeys;
import io.github.redistiers.store.workflow.StateOutcome.Status;
import io.lettuce.core.ScriptOutputType;

/**
 * States as one string per entity, its history, which one script appends to.
 */
final class RedisStates<S extends Enum<S>> implements StateRepository<S> {

	private static final Script CHANGE = Script.of(RedisStates.class, "change.lua", ScriptOutputType.MULTI);

	private static final Status[] STATUSES = { Status.REFUSED, Status.APPLIED, Status.REPEATED };

	private static final int EVENT_REUSED = 3;

	private static final int NOT_A_STATE = -1;

	private static final String NOWHERE = "";

	private final StructureContext context;

	private final StructureKeys keys;

	private final TransitionTable<S> table;

	RedisStates(StructureContext context, TransitionTable<S> table) {
		this.context = context;
		this.keys = context.keys("state");
		this.table = table;
	}

	@Override
	public StateOutcome<S> start(String id, String eventId) {
		return call(id, change(id, NOWHERE, this.table.initial(), eventId));
	}

	@Override
	public CompletionStage<StateOutcome<S>> startAsync(String id, String eventId) {
		return named(id, this.context.callAsync(change(id, NOWHERE, this.table.initial(), eventId)));
	}

	@Override
	public StateOutcome<S> transition(String id, S from, S to, String eventId) {
		this.table.require(from, to);
		return call(id, change(id, from.name(), to, eventId));
	}

	@Override
	public CompletionStage<StateOutcome<S>> transitionAsync(String id, S from, S to, String eventId) {
		this.table.require(from, to);
		return named(id, this.context.callAsync(change(id, from.name(), to, eventId)));
	}

	private StoreCall<StateOutcome<S>> change(String id, String from, S to, String eventId) {
		ScriptCall<List<Object>> call = changing(id, from, to, eventId);
		return (commands) -> call.on(commands).thenApply((reply) -> outcome(id, eventId, reply));
	}

	private ScriptCall<List<Object>> changing(String id, String from, S to, String eventId) {
		return new ScriptCall<>(CHANGE, new byte[][] { this.keys.bytes(id) }, bytes(from), bytes(to.name()),
				StructureKeys.id(eventId), bytes(String.valueOf(this.table.history())));
	}

	private StateOutcome<S> outcome(String id, String eventId, List<Object> reply) {
		int status = ((Long) reply.get(0)).intValue();
		if (status == NOT_A_STATE) {
			throw new NotAStateException(notAState(id), null);
		}
		if (status == EVENT_REUSED) {
			throw new EventReusedException(
					"The event %s has made another change of %s; nothing was changed. Give each change an event of its own."
						.formatted(eventId, this.keys.text(id)));
		}
		String state = text((byte[]) reply.get(1));
		return new StateOutcome<>(STATUSES[status], state.equals(NOWHERE) ? null : constant(id, state));
	}

	@Override
	public WorkflowChanges<S> changes() {
		return new WorkflowChanges<>() {

			@Override
			public StoreChange<StateOutcome<S>> start(String id, String eventId) {
				return together(id, NOWHERE, RedisStates.this.table.initial(), eventId);
			}

			@Override
			public StoreChange<StateOutcome<S>> transition(String id, S from, S to, String eventId) {
				RedisStates.this.table.require(from, to);
				return together(id, from.name(), to, eventId);
			}

		};
	}

	private StoreChange<StateOutcome<S>> together(String id, String from, S to, String eventId) {
		return StoreChange.of(this.context, changing(id, from, to, eventId), "1 2",
				(reply) -> outcome(id, eventId, reply));
	}

	@Override
	public Optional<S> state(String id) {
		return read(id, get(id, this::stateOf));
	}

	@Override
	public CompletionStage<Optional<S>> stateAsync(String id) {
		return named(id, this.context.readAsync(get(id, this::stateOf)));
	}

	private Optional<S> stateOf(String id, StoredHistory stored) {
		return stored.state().map((name) -> constant(id, name));
	}

	@Override
	public List<StateChange<S>> history(String id) {
		return read(id, get(id, this::changesOf));
	}

	@Override
	public CompletionStage<List<StateChange<S>>> historyAsync(String id) {
		return named(id, this.context.readAsync(get(id, this::changesOf)));
	}

	private List<StateChange<S>> changesOf(String id, StoredHistory stored) {
		List<StateChange<S>> changes = new ArrayList<>();
		S before = stored.before().equals(NOWHERE) ? null : constant(id, stored.before());
		for (StoredHistory.Change change : stored.changes()) {
			S after = constant(id, change.state());
			changes.add(new StateChange<>(before, after, Instant.ofEpochMilli(change.millis()), change.event()));
			before = after;
		}
		return List.copyOf(changes);
	}

	private <T> StoreCall<T> get(String id, BiFunction<String, StoredHistory, T> reading) {
		byte[] key = this.keys.bytes(id);
		return (commands) -> commands.get(key).thenApply((value) -> {
			StoredHistory stored = StoredHistory.of((value != null) ? text(value) : null);
			if (stored == null) {
				throw new NotAStateException(notAState(id), null);
			}
			return reading.apply(id, stored);
		});
	}

	@Override
	public boolean delete(String id) {
		return call(id, del(id));
	}

	@Override
	public CompletionStage<Boolean> deleteAsync(String id) {
		return named(id, this.context.callAsync(del(id)));
	}

	private StoreCall<Boolean> del(String id) {
		byte[] key = this.keys.bytes(id);
		return (commands) -> commands.del(key).thenApply((removed) -> removed > 0);
	}

	private S constant(String id, String name) {
		S state = this.table.find(name);
		if (state == null) {
			throw new UnknownStateException(
					"%s is or was in the state %s, which %s does not have; nothing was changed. Put the constant back, with a transition out of it, until no entity is in it."
						.formatted(this.keys.text(id), name, this.table.states()),
					name);
		}
		return state;
	}

	private <T> T call(String id, StoreCall<T> call) {
		try {
			return this.context.call(call);
		}
		catch (RuntimeException ex) {
			throw named(id, ex);
		}
	}

	private <T> T read(String id, StoreCall<T> call) {
		try {
			return this.context.read(call);
		}
		catch (RuntimeException ex) {
			throw named(id, ex);
		}
	}

	private <T> CompletionStage<T> named(String id, CompletionStage<T> answer) {
		return ServerObjection.named(answer, (failure) -> named(id, failure));
	}

	private RuntimeException named(String id, RuntimeException failure) {
		return ServerObjection.isWrongType(failure) ? new NotAStateException(notAState(id), failure) : failure;
	}

	private String notAState(String id) {
		return "Something else than an entity's state lives under " + this.keys.text(id)
				+ "; it is unchanged. Remove it, or give the repository another name.";
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
