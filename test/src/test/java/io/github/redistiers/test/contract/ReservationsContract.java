package io.github.redistiers.test.contract;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.redistiers.store.StructureFactory;
import io.github.redistiers.store.reservation.ReservationOutcome;
import io.github.redistiers.store.reservation.ReservationRepository;
import io.github.redistiers.store.reservation.ReservationStructure;

/**
 * Holds one of plenty, for longer than a test runs.
 */
class ReservationsContract implements StructureContract<ReservationRepository> {

	private static final Duration HOLD = Duration.ofHours(1);

	private static final long PLENTY = 1_000_000;

	private final AtomicBoolean stocked = new AtomicBoolean();

	@Override
	public Class<ReservationRepository> repository() {
		return ReservationRepository.class;
	}

	@Override
	public List<StructureFactory<?>> structures() {
		return List.of(new ReservationStructure());
	}

	@Override
	public void operate(ReservationRepository stock, Operation operation) {
		if (!this.stocked.get()) {
			restock(stock);
		}
		if (!reserve(stock, operation).isReserved()) {
			// the delivery was among what everysec may lose
			restock(stock);
			if (!reserve(stock, operation).isReserved()) {
				throw new IllegalStateException("What was restocked is sold out: " + operation);
			}
		}
	}

	private void restock(ReservationRepository stock) {
		for (String item : Tally.KEYS) {
			stock.restock(item, PLENTY, "delivery");
		}
		this.stocked.set(true);
	}

	private static ReservationOutcome reserve(ReservationRepository stock, Operation operation) {
		String id = String.valueOf(operation.number());
		return operation.isAsync() ? StructureContract.join(stock.reserveAsync(operation.key(), 1, id, HOLD))
				: stock.reserve(operation.key(), 1, id, HOLD);
	}

	@Override
	public Found found(ReservationRepository stock, String key) {
		return Found.count(stock.stock(key).held());
	}

	@Override
	public boolean isRepeatable() {
		return true;
	}

}
