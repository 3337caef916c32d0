package io.github.redistiers.test.contract;

import io.github.redistiers.store.counter.CoalesceIncrements;
import io.github.redistiers.store.counter.CounterRepository;

class CoalescedCountersContract extends CountersContract {

	@Override
	public Class<? extends CounterRepository> repository() {
		return Together.class;
	}

	@CoalesceIncrements
	interface Together extends CounterRepository {

	}

}
