package io.github.redistiers.test.contract;

import java.time.Duration;

import io.github.redistiers.store.counter.CounterChange;
import io.github.redistiers.store.counter.CounterRepository;

/**
 * Counts once for an operation, however often that is made.
 */
class CountersOnceContract extends CountersContract {

	@Override
	public void operate(CounterRepository counters, Operation operation) {
		CounterChange change = CounterChange.of(operation.key(), 1)
			.once(String.valueOf(operation.number()), Duration.ofDays(1));
		if (operation.isAsync()) {
			StructureContract.join(counters.changeAsync(change));
		}
		else {
			counters.change(change);
		}
	}

	@Override
	public boolean isRepeatable() {
		return true;
	}

}
