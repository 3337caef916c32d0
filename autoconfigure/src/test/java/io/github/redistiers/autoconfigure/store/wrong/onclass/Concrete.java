package io.github.redistiers.autoconfigure.store.wrong.onclass;

import io.github.redistiers.store.StoreRepository;

@StoreRepository("concrete")
class Concrete {

}
