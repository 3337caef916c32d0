package io.github.redistiers.shop.checkout;

/**
 * Where an order is.
 */
public enum OrderState {

	/**
	 * Its teas are held until the customer pays.
	 */
	NEW,

	/**
	 * Its teas are sold.
	 */
	PAID,

	/**
	 * Its teas are free again.
	 */
	CANCELLED

}
