package io.github.redistiers.shop.checkout;

/**
 * There is too little of a product, and nothing is held.
 */
public final class SoldOutException extends RuntimeException {

	private static final long serialVersionUID = 1;

	private final long product;

	SoldOutException(long product) {
		super("There is too little of product " + product);
		this.product = product;
	}

	public long product() {
		return this.product;
	}

}
