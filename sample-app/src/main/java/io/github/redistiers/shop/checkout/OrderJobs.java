package io.github.redistiers.shop.checkout;

import io.github.redistiers.store.StoreRepository;
import io.github.redistiers.store.queue.QueueRepository;

/**
 * The orders that are to be written to the database. In the group of the stock and the
 * states, so that an order has all three or none.
 */
@StoreRepository(value = "placed-orders", group = "checkout")
interface OrderJobs extends QueueRepository<PlacedOrder> {

}
