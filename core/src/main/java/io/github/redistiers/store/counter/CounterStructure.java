package io.github.redistiers.store.counter;

import io.github.redistiers.store.StructureContext;
import io.github.redistiers.store.StructureFactory;

/**
 * Makes counters.
 *
 * @since 0.1.0
 */
public final class CounterStructure implements StructureFactory<CounterRepository> {

	@Override
	public Class<CounterRepository> structure() {
		return CounterRepository.class;
	}

	@Override
	public CounterRepository create(StructureContext context) {
		return new RedisCounters(context);
	}

}
