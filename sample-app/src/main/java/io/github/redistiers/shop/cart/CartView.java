package io.github.redistiers.shop.cart;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

import io.github.redistiers.shop.catalogue.Product;
import io.github.redistiers.shop.catalogue.ProductCatalogue;

/**
 * A cart with today's prices.
 *
 * @param lines its products
 * @param total the sum in euros
 */
public record CartView(List<Line> lines, BigDecimal total) {

	/**
	 * Looks the products of a cart up; one that is no longer sold is left out.
	 * @param cart the cart
	 * @param catalogue where the prices stand
	 * @return the cart as it is shown
	 */
	public static CartView of(Cart cart, ProductCatalogue catalogue) {
		List<Line> lines = new ArrayList<>();
		cart.quantities()
			.forEach((id, quantity) -> catalogue.find(id)
				.ifPresent((product) -> lines.add(new Line(product, quantity))));
		return new CartView(lines, lines.stream().map(Line::price).reduce(BigDecimal.ZERO, BigDecimal::add));
	}

	/**
	 * One line of the cart.
	 *
	 * @param product what
	 * @param quantity how many
	 */
	public record Line(Product product, int quantity) {

		public BigDecimal price() {
			return this.product.price().multiply(BigDecimal.valueOf(this.quantity));
		}

	}

}
