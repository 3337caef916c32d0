package io.github.redistiers.test.documentation;

import io.github.redistiers.store.StoreRepository;
import io.github.redistiers.store.counter.CounterRepository;

@StoreRepository("page-views")
interface PageViews extends CounterRepository {

}
