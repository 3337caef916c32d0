package io.github.redistiers.autoconfigure.topology;

import io.github.redistiers.store.StoreRepository;
import io.github.redistiers.store.counter.CounterRepository;

/**
 * What the callers of the store tier count.
 */
@StoreRepository("visits")
public interface Visits extends CounterRepository {

}
