package io.github.redistiers.store.reservation;

import java.time.Duration;
import java.util.Collection;
import java.util.Map;

import io.github.redistiers.store.StoreChange;

/**
 * Changes of stock that are made together with those of other repositories of the group:
 * see {@link io.github.redistiers.store.StoreRepositories#applyTogether}. Each does what
 * the repository's method of the same name does alone; what is sold out or not held
 * refuses all.
 *
 * @since 0.1.0
 */
public interface ReservationChanges {

	/**
	 * Holds some of several items, all of them or none.
	 * @param quantities how many of each item
	 * @param holdId what the hold is called
	 * @param holdFor for how long
	 * @return the change
	 */
	StoreChange<ReservationOutcome> reserve(Map<String, Long> quantities, String holdId, Duration holdFor);

	/**
	 * Holds some of an item.
	 * @param item the item
	 * @param quantity how many
	 * @param holdId what the hold is called
	 * @param holdFor for how long
	 * @return the change
	 */
	default StoreChange<ReservationOutcome> reserve(String item, long quantity, String holdId, Duration holdFor) {
		return reserve(Map.of(item, quantity), holdId, holdFor);
	}

	/**
	 * Makes final what is held of several items, all of them or none.
	 * @param items the items
	 * @param holdId the hold
	 * @return the change; its outcome is {@code true}
	 */
	StoreChange<Boolean> confirm(Collection<String> items, String holdId);

	/**
	 * Gives back what is held of several items.
	 * @param items the items
	 * @param holdId the hold
	 * @return the change; its outcome is whether any of them was held until now, and what
	 * was not held refuses nothing
	 */
	StoreChange<Boolean> release(Collection<String> items, String holdId);

}
