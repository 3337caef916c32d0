package io.github.redistiers.autoconfigure.store.wrong.table;

import io.github.redistiers.store.StoreRepository;
import io.github.redistiers.store.workflow.StateRepository;
import io.github.redistiers.store.workflow.Transitions;

@StoreRepository("order-states")
@Transitions(initial = "NEW", value = "NEW -> PAID")
interface OrderStates extends StateRepository<OrderState> {

}
