package io.github.redistiers.autoconfigure.store.declared;

import io.github.redistiers.store.StoreRepository;
import io.github.redistiers.store.counter.CounterRepository;

@StoreRepository("page-views")
public interface PageViews extends CounterRepository {

}
