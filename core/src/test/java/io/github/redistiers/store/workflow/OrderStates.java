package io.github.redistiers.store.workflow;

import io.github.redistiers.store.StoreRepository;

@StoreRepository("orders")
@Transitions(initial = "NEW", value = { "NEW -> PAID", "PAID -> SHIPPED", "NEW, PAID -> CANCELLED" })
interface OrderStates extends StateRepository<OrderState> {

}
