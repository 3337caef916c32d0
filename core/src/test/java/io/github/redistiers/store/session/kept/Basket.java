package io.github.redistiers.store.session.kept;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What it holds is in a final field that its constructor does not take.
 */
public final class Basket {

	private final Map<Long, Integer> quantities = new LinkedHashMap<>();

	public Basket add(long product) {
		this.quantities.merge(product, 1, Integer::sum);
		return this;
	}

	public Map<Long, Integer> quantities() {
		return Map.copyOf(this.quantities);
	}

}
