package io.github.redistiers.test.contract;

import java.util.List;

import io.github.redistiers.store.StructureFactory;
import io.github.redistiers.store.counter.CounterRepository;
import io.github.redistiers.store.counter.CounterStructure;

class CountersContract implements StructureContract<CounterRepository> {

	@Override
	public Class<? extends CounterRepository> repository() {
		return CounterRepository.class;
	}

	@Override
	public List<StructureFactory<?>> structures() {
		return List.of(new CounterStructure());
	}

	@Override
	public void operate(CounterRepository counters, Operation operation) {
		if (operation.isAsync()) {
			StructureContract.join(counters.incrementAsync(operation.key()));
		}
		else {
			counters.increment(operation.key());
		}
	}

	@Override
	public Found found(CounterRepository counters, String key) {
		return Found.count(counters.value(key));
	}

}
