package io.github.redistiers.shop.catalogue;

import java.math.BigDecimal;

/**
 * One product as the database holds it.
 *
 * @param id the number in the catalogue
 * @param name what it is called
 * @param origin where it was grown
 * @param grams how much is in the tin
 * @param price the price in euros
 * @param hue the colour of its tin, in degrees
 */
public record Product(long id, String name, String origin, int grams, BigDecimal price, int hue) {
}
