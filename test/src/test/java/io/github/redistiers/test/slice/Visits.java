package io.github.redistiers.test.slice;

import io.github.redistiers.store.StoreRepository;
import io.github.redistiers.store.counter.CounterRepository;

@StoreRepository("visits")
interface Visits extends CounterRepository {

}
