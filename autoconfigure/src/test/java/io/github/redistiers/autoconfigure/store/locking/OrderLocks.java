package io.github.redistiers.autoconfigure.store.locking;

import io.github.redistiers.store.StoreRepository;
import io.github.redistiers.store.lock.LockRepository;

@StoreRepository("orders")
public interface OrderLocks extends LockRepository {

}
