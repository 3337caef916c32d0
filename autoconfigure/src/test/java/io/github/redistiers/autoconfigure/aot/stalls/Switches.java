package io.github.redistiers.autoconfigure.aot.stalls;

import io.github.redistiers.store.StoreRepository;
import io.github.redistiers.store.flag.Flag;
import io.github.redistiers.store.flag.FlagRepository;

@StoreRepository("switches")
interface Switches extends FlagRepository {

	Flag<Boolean> LIGHT = Flag.onOff("light", false);

}
