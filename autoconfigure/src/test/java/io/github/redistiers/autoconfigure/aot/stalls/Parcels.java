package io.github.redistiers.autoconfigure.aot.stalls;

import io.github.redistiers.store.StoreRepository;
import io.github.redistiers.store.queue.QueueRepository;

@StoreRepository("parcels")
interface Parcels extends QueueRepository<Parcel> {

}
