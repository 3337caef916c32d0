package io.github.redistiers.autoconfigure.store.wrong.twice;

import io.github.redistiers.store.StoreRepository;
import io.github.redistiers.store.counter.CounterRepository;

@StoreRepository("same")
interface First extends CounterRepository {

}
