package io.github.redistiers.shop.views;

import io.github.redistiers.store.StoreRepository;
import io.github.redistiers.store.counter.CounterRepository;

/**
 * Counts page views; an interface is all it takes.
 */
@StoreRepository("page-views")
public interface PageViews extends CounterRepository {

}
