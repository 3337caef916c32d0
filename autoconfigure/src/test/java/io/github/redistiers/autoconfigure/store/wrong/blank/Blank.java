package io.github.redistiers.autoconfigure.store.wrong.blank;

import io.github.redistiers.store.StoreRepository;
import io.github.redistiers.store.counter.CounterRepository;

@StoreRepository(" ")
interface Blank extends CounterRepository {

}
