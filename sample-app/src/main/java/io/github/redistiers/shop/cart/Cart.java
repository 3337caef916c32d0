package io.github.redistiers.shop.cart;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a visitor wants to buy, kept in the session: products and quantities, no prices.
 */
public final class Cart {

	private static final int MOST_OF_ONE = 99;

	private final LinkedHashMap<Long, Integer> quantities = new LinkedHashMap<>();

	public void add(long product) {
		this.quantities.merge(product, 1, (held, added) -> Math.min(MOST_OF_ONE, held + added));
	}

	public void remove(long product) {
		this.quantities.remove(product);
	}

	public Map<Long, Integer> quantities() {
		return Collections.unmodifiableMap(this.quantities);
	}

}
