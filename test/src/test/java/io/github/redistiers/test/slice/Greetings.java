package io.github.redistiers.test.slice;

import io.github.redistiers.store.StoreRepository;
import io.github.redistiers.store.queue.QueueRepository;

@StoreRepository("greetings")
interface Greetings extends QueueRepository<String> {

}
