package io.github.redistiers.autoconfigure.store.flagged;

import io.github.redistiers.store.StoreRepository;
import io.github.redistiers.store.flag.Flag;
import io.github.redistiers.store.flag.FlagRepository;

@StoreRepository("features")
public interface Features extends FlagRepository {

	Flag<Boolean> NEW_CHECKOUT = Flag.onOff("new-checkout", false);

	default boolean showsNewCheckout(String visitor) {
		return isOn(NEW_CHECKOUT, visitor);
	}

}
