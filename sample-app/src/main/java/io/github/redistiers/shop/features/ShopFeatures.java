package io.github.redistiers.shop.features;

import io.github.redistiers.store.StoreRepository;
import io.github.redistiers.store.flag.Flag;
import io.github.redistiers.store.flag.FlagRepository;

/**
 * The flags of the shop, read from memory and changed in the store.
 */
@StoreRepository("features")
public interface ShopFeatures extends FlagRepository {

	/**
	 * Whether a visitor is told how to brew a tea.
	 */
	Flag<Boolean> BREWING_ADVICE = Flag.onOff("brewing-advice", false);

}
