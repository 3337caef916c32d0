package io.github.redistiers.store.flag;

/**
 * Flags as an application declares them.
 */
interface Features extends FlagRepository {

	Flag<Boolean> NEW_CHECKOUT = Flag.onOff("new-checkout", false);

	Flag<Long> PAGE_SIZE = Flag.number("page-size", 20);

	Flag<Double> DISCOUNT = Flag.decimal("discount", 0.5);

	Flag<String> BANNER = Flag.text("banner", "Welcome");

	Flag<Layout> LAYOUT = Flag.oneOf("layout", Layout.LIST);

	/**
	 * How products are shown.
	 */
	enum Layout {

		LIST, GRID {

			@Override
			public String toString() {
				return "a grid";
			}

		}

	}

}
