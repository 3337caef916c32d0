package io.github.redistiers.autoconfigure.aot.stalls;

import io.github.redistiers.store.StoreRepository;
import io.github.redistiers.store.counter.CounterRepository;

@StoreRepository("views")
interface Views extends CounterRepository {

}
