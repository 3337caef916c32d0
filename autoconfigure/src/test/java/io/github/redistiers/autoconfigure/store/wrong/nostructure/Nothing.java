package io.github.redistiers.autoconfigure.store.wrong.nostructure;

import io.github.redistiers.store.StoreRepository;

@StoreRepository("nothing")
interface Nothing {

}
