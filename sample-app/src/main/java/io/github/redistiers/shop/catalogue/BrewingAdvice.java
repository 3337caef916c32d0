package io.github.redistiers.shop.catalogue;

import java.util.Map;

/**
 * How a tea is brewed.
 */
public final class BrewingAdvice {

	private static final Map<String, String> BY_KIND = Map.of("Black", "95 °C, four minutes", "Green",
			"75 °C, two minutes", "White", "80 °C, four minutes", "Oolong", "90 °C, three minutes", "Rose",
			"95 °C, six minutes");

	private BrewingAdvice() {
	}

	/**
	 * Tells how to brew a product.
	 * @param product the product, whose name ends with its kind
	 * @return the water and the time
	 */
	public static String of(Product product) {
		String kind = product.name().substring(product.name().lastIndexOf(' ') + 1);
		return BY_KIND.getOrDefault(kind, "as you like it");
	}

}
