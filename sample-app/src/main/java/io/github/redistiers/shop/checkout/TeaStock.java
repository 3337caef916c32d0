package io.github.redistiers.shop.checkout;

import io.github.redistiers.store.StoreRepository;
import io.github.redistiers.store.reservation.ReservationRepository;

/**
 * How many tins of each tea there are. In a group, so that a whole cart is held or
 * nothing of it.
 */
@StoreRepository(value = "stock", group = "checkout")
interface TeaStock extends ReservationRepository {

}
