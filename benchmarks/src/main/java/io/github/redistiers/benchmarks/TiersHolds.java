package io.github.redistiers.benchmarks;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.github.redistiers.store.counter.CounterRepository;
import io.github.redistiers.store.reservation.ReservationRepository;
import io.github.redistiers.store.workflow.StateRepository;
import io.github.redistiers.store.workflow.Transitions;
import io.lettuce.core.RedisURI;

/**
 * Changes on the store tier that have an id, a new one for each call.
 */
final class TiersHolds {

	private static final Duration HOLD = Duration.ofMinutes(15);

	private static final long PLENTY = 1_000_000_000;

	private TiersHolds() {
	}

	static StoreOperation transitions(RedisURI address) {
		TiersStore store = new TiersStore(address);
		Doors doors = store.repository(Doors.class, "doors");
		AtomicLong events = new AtomicLong();
		return new StoreOperation((number) -> MeasuredLimit
			.allowed(doors.transition("door-" + number, Door.CLOSED, Door.CLOSED, "event-" + events.getAndIncrement())
				.isApplied()), (number) -> doors.start("door-" + number, "start"), store::close);
	}

	static StoreOperation twoIncrements(RedisURI address) {
		TiersStore store = new TiersStore(address);
		CounterRepository counters = store.repository(CounterRepository.class, "counters");
		return new StoreOperation(
				(number) -> counters.increment("held-" + number) + counters.increment("confirmed-" + number),
				store::close);
	}

	static StoreOperation reservations(RedisURI address) {
		TiersStore store = new TiersStore(address);
		ReservationRepository stock = store.repository(ReservationRepository.class, "stock");
		AtomicLong orders = new AtomicLong();
		return new StoreOperation((number) -> {
			String item = "sku-" + number;
			String order = "order-" + orders.getAndIncrement();
			Object held = MeasuredLimit.allowed(stock.reserve(item, 1, order, HOLD).isReserved());
			stock.confirm(item, order);
			return held;
		}, (number) -> stock.restock("sku-" + number, PLENTY, "delivery"), store::close);
	}

	enum Door {

		CLOSED

	}

	@Transitions(initial = "CLOSED", value = "CLOSED -> CLOSED")
	interface Doors extends StateRepository<Door> {

	}

}
