package io.github.redistiers.store.reservation;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.github.redistiers.store.ScriptCall;
import io.github.redistiers.store.StoreCall;
import io.github.redistiers.store.StoreChange;
import io.github.redistiers.store.StructureContext;

/**
 * Changes of stock that are made with others.
 */
final class HoldChanges implements ReservationChanges {

	private final StructureContext context;

	private final HoldScript script;

	private final HoldRefusals refusals;

	HoldChanges(StructureContext context, HoldScript script, HoldRefusals refusals) {
		this.context = context;
		this.script = script;
		this.refusals = refusals;
	}

	@Override
	public StoreChange<ReservationOutcome> reserve(Map<String, Long> quantities, String holdId, Duration holdFor) {
		Map<String, Long> wanted = Map.copyOf(quantities);
		return change(this.script.reserving(wanted, holdId, holdFor), "1 2 3", wanted.keySet(), (reply) -> {
			if (reply.status() != HoldReply.SOLD_OUT && reply.status() != HoldReply.CONFIRMED) {
				this.refusals.throwIfRefused(reply, wanted.keySet(), holdId);
			}
			return RedisReservations.outcome(reply, wanted);
		});
	}

	@Override
	public StoreChange<Boolean> confirm(Collection<String> items, String holdId) {
		List<String> held = List.copyOf(items);
		return change(this.script.confirming(held, holdId), "1 2", held, (reply) -> {
			this.refusals.throwIfRefused(reply, held, holdId);
			return true;
		});
	}

	@Override
	public StoreChange<Boolean> release(Collection<String> items, String holdId) {
		List<String> held = List.copyOf(items);
		return change(this.script.releasing(held, holdId), "1 4", held, (reply) -> {
			if (reply.status() != HoldReply.NOT_HELD) {
				this.refusals.throwIfRefused(reply, held, holdId);
			}
			return reply.status() == HoldReply.DONE;
		});
	}

	private <R> StoreChange<R> change(ScriptCall<List<Long>> call, String content, Collection<String> items,
			Function<HoldReply, R> outcome) {
		return StoreChange.of(this.context, call, content, (reply) -> outcome.apply(reply(reply)))
			.preparedBy((reply) -> reply(reply).isPartial(), tidying(items));
	}

	private static HoldReply reply(List<Object> reply) {
		return new HoldReply(reply.stream().map(Long.class::cast).toList());
	}

	/**
	 * Takes out what is due, which the changes themselves do only if they are made.
	 */
	private StoreCall<HoldReply> tidying(Collection<String> items) {
		List<StoreCall<HoldReply>> looks = items.stream().map(this.script::look).toList();
		return (commands) -> {
			CompletionStage<HoldReply> last = looks.get(0).on(commands);
			for (StoreCall<HoldReply> look : looks.subList(1, looks.size())) {
				last = last.thenCompose((done) -> look.on(commands));
			}
			return last;
		};
	}

}
