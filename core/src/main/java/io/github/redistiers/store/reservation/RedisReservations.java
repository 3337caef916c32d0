package io.github.redistiers.store.reservation;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

import io.github.redistiers.store.ServerObjection;
import io.github.redistiers.store.StoreCall;
import io.github.redistiers.store.StructureContext;
import io.github.redistiers.store.StructureKeys;
import io.github.redistiers.store.reservation.ReservationOutcome.Status;

/**
 * Stock and holds as a hash and a sorted set per item, which one script reads and writes.
 */
final class RedisReservations implements ReservationRepository {

	private final StructureContext context;

	private final StructureKeys keys;

	private final HoldScript script;

	private final HoldRefusals refusals;

	private final ReservationChanges changes;

	RedisReservations(StructureContext context) {
		this.context = context;
		this.keys = context.keys("reservation");
		this.script = new HoldScript(this.keys);
		this.refusals = new HoldRefusals(this.keys);
		this.changes = new HoldChanges(context, this.script, this.refusals);
	}

	@Override
	public Stock restock(String item, long quantity, String restockId) {
		return call(List.of(item), restocking(item, quantity, restockId));
	}

	@Override
	public CompletionStage<Stock> restockAsync(String item, long quantity, String restockId) {
		return callAsync(List.of(item), restocking(item, quantity, restockId));
	}

	private StoreCall<Stock> restocking(String item, long quantity, String restockId) {
		return answer(this.script.restock(item, quantity, restockId), List.of(item), restockId,
				(reply) -> reply.stock(0));
	}

	@Override
	public ReservationOutcome reserve(String item, long quantity, String holdId, Duration holdFor) {
		return reserve(Map.of(item, quantity), holdId, holdFor);
	}

	@Override
	public CompletionStage<ReservationOutcome> reserveAsync(String item, long quantity, String holdId,
			Duration holdFor) {
		return reserveAsync(Map.of(item, quantity), holdId, holdFor);
	}

	@Override
	public ReservationOutcome reserve(Map<String, Long> quantities, String holdId, Duration holdFor) {
		return call(quantities.keySet(), reserving(Map.copyOf(quantities), holdId, holdFor));
	}

	@Override
	public CompletionStage<ReservationOutcome> reserveAsync(Map<String, Long> quantities, String holdId,
			Duration holdFor) {
		return callAsync(quantities.keySet(), reserving(Map.copyOf(quantities), holdId, holdFor));
	}

	private StoreCall<ReservationOutcome> reserving(Map<String, Long> quantities, String holdId, Duration holdFor) {
		return answer(this.script.reserve(quantities, holdId, holdFor), quantities.keySet(), holdId,
				(reply) -> outcome(reply, quantities), HoldReply.SOLD_OUT, HoldReply.CONFIRMED);
	}

	static ReservationOutcome outcome(HoldReply reply, Map<String, Long> quantities) {
		return switch (reply.status()) {
			case HoldReply.SOLD_OUT -> new ReservationOutcome(Status.SOLD_OUT, null, shortages(reply, quantities));
			case HoldReply.CONFIRMED -> new ReservationOutcome(Status.CONFIRMED, null, Map.of());
			default -> new ReservationOutcome(Status.HELD, reply.until(), Map.of());
		};
	}

	private static Map<String, Long> shortages(HoldReply reply, Map<String, Long> quantities) {
		Map<String, Long> shortages = new LinkedHashMap<>();
		int index = 0;
		for (Map.Entry<String, Long> wanted : quantities.entrySet()) {
			long available = reply.stock(index++).available();
			if (available < wanted.getValue()) {
				shortages.put(wanted.getKey(), available);
			}
		}
		return shortages;
	}

	@Override
	public ReservationChanges changes() {
		return this.changes;
	}

	@Override
	public void confirm(String item, String holdId) {
		confirm(List.of(item), holdId);
	}

	@Override
	public CompletionStage<Void> confirmAsync(String item, String holdId) {
		return confirmAsync(List.of(item), holdId);
	}

	@Override
	public void confirm(Collection<String> items, String holdId) {
		call(items, confirming(List.copyOf(items), holdId));
	}

	@Override
	@SuppressWarnings("NullAway") // a stage of nothing has no other value
	public CompletionStage<Void> confirmAsync(Collection<String> items, String holdId) {
		return callAsync(items, confirming(List.copyOf(items), holdId)).thenApply((until) -> null);
	}

	private StoreCall<Boolean> confirming(Collection<String> items, String holdId) {
		return answer(this.script.confirm(items, holdId), items, holdId, (reply) -> true);
	}

	@Override
	public boolean release(String item, String holdId) {
		return release(List.of(item), holdId);
	}

	@Override
	public CompletionStage<Boolean> releaseAsync(String item, String holdId) {
		return releaseAsync(List.of(item), holdId);
	}

	@Override
	public boolean release(Collection<String> items, String holdId) {
		return call(items, releasing(List.copyOf(items), holdId));
	}

	@Override
	public CompletionStage<Boolean> releaseAsync(Collection<String> items, String holdId) {
		return callAsync(items, releasing(List.copyOf(items), holdId));
	}

	private StoreCall<Boolean> releasing(Collection<String> items, String holdId) {
		return answer(this.script.release(items, holdId), items, holdId,
				(reply) -> reply.status() != HoldReply.NOT_HELD, HoldReply.NOT_HELD);
	}

	@Override
	public Instant extend(String item, String holdId, Duration holdFor) {
		return extend(List.of(item), holdId, holdFor);
	}

	@Override
	public CompletionStage<Instant> extendAsync(String item, String holdId, Duration holdFor) {
		return extendAsync(List.of(item), holdId, holdFor);
	}

	@Override
	public Instant extend(Collection<String> items, String holdId, Duration holdFor) {
		return call(items, extending(List.copyOf(items), holdId, holdFor));
	}

	@Override
	public CompletionStage<Instant> extendAsync(Collection<String> items, String holdId, Duration holdFor) {
		return callAsync(items, extending(List.copyOf(items), holdId, holdFor));
	}

	private StoreCall<Instant> extending(Collection<String> items, String holdId, Duration holdFor) {
		return answer(this.script.extend(items, holdId, holdFor), items, holdId, HoldReply::until);
	}

	@Override
	public Stock stock(String item) {
		try {
			return this.context.read(looking(item));
		}
		catch (RuntimeException ex) {
			throw this.refusals.named(List.of(item), ex);
		}
	}

	@Override
	public CompletionStage<Stock> stockAsync(String item) {
		return named(List.of(item), this.context.readAsync(looking(item)));
	}

	private StoreCall<Stock> looking(String item) {
		return answer(this.script.look(item), List.of(item), "", (reply) -> reply.stock(0));
	}

	@Override
	public boolean delete(String item) {
		return call(List.of(item), deleting(item));
	}

	@Override
	public CompletionStage<Boolean> deleteAsync(String item) {
		return callAsync(List.of(item), deleting(item));
	}

	private StoreCall<Boolean> deleting(String item) {
		byte[][] both = { this.keys.bytes(item), this.script.deadlines(item) };
		return (commands) -> commands.del(both).thenApply((removed) -> removed > 0);
	}

	private <T> StoreCall<T> answer(StoreCall<HoldReply> call, Collection<String> items, String id,
			Function<HoldReply, T> answer, Integer... answers) {
		return (commands) -> call.on(commands).thenApply((reply) -> {
			if (!List.of(answers).contains(reply.status())) {
				this.refusals.throwIfRefused(reply, items, id);
			}
			return answer.apply(reply);
		});
	}

	private <T> T call(Collection<String> items, StoreCall<T> call) {
		try {
			return this.context.call(call);
		}
		catch (RuntimeException ex) {
			throw this.refusals.named(items, ex);
		}
	}

	private <T> CompletionStage<T> callAsync(Collection<String> items, StoreCall<T> call) {
		return named(items, this.context.callAsync(call));
	}

	private <T> CompletionStage<T> named(Collection<String> items, CompletionStage<T> answer) {
		return ServerObjection.named(answer, (failure) -> this.refusals.named(items, failure));
	}

}
