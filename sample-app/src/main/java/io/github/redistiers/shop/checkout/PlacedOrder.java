package io.github.redistiers.shop.checkout;

import java.util.Map;

/**
 * What a job says of an order: all that the database is to know.
 *
 * @param id the order's
 * @param quantities how many of which product
 */
record PlacedOrder(String id, Map<Long, Integer> quantities) {
}
