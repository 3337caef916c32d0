package io.github.redistiers.shop.checkout;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a visitor has checked out, kept in the session.
 *
 * @param id tells it from all others
 * @param quantities how many of which product
 * @param heldUntil until when that is held
 */
public record Order(String id, LinkedHashMap<Long, Integer> quantities, Instant heldUntil) {

	Collection<String> items() {
		return this.quantities.keySet().stream().map(String::valueOf).toList();
	}

	/**
	 * Counts the tins.
	 * @return how many there are of all products together
	 */
	public int size() {
		return this.quantities.values().stream().mapToInt(Integer::intValue).sum();
	}

	static Map<String, Long> items(Map<Long, Integer> quantities) {
		Map<String, Long> items = new LinkedHashMap<>();
		quantities.forEach((product, quantity) -> items.put(String.valueOf(product), quantity.longValue()));
		return items;
	}

}
