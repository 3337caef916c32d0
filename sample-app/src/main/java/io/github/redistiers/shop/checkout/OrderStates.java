package io.github.redistiers.shop.checkout;

import io.github.redistiers.store.StoreRepository;
import io.github.redistiers.store.workflow.StateRepository;
import io.github.redistiers.store.workflow.Transitions;

/**
 * Where each order is, and how it came there.
 */
@StoreRepository(value = "orders", group = "checkout")
@Transitions(initial = "NEW", value = { "NEW -> PAID", "NEW -> CANCELLED" })
interface OrderStates extends StateRepository<OrderState> {

}
