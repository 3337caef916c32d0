package io.github.redistiers.shop.catalogue;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/**
 * The range of the shop, the same at every start: 25 origins, 40 teas, 5 sizes of tin.
 */
final class Teas {

	private static final List<String> ORIGINS = List.of("Alishan", "Anxi", "Assam", "Azores", "Bali", "Ceylon",
			"Darjeeling", "Dimbula", "Fujian", "Georgia", "Java", "Kagoshima", "Keemun", "Kenya", "Malawi", "Nepal",
			"Nilgiri", "Nuwara Eliya", "Rwanda", "Shizuoka", "Sikkim", "Uji", "Vietnam", "Wuyi", "Yunnan");

	private static final List<String> HARVESTS = List.of("First Flush", "Second Flush", "Monsoon", "Autumn",
			"High Garden", "Old Tree", "Smoked", "Estate");

	private static final List<String> KINDS = List.of("Black", "Green", "White", "Oolong", "Rose");

	private static final int[] GRAMS = { 25, 50, 100, 250, 500 };

	private static final int[] HUES = { 18, 112, 46, 172, 338 };

	private static final int[] CENTS_PER_GRAM = { 9, 11, 19, 16, 27 };

	private Teas() {
	}

	static List<Product> all() {
		List<Product> teas = new ArrayList<>();
		// sizes vary slowest, so that one page of the catalogue shows many teas
		for (int grams : GRAMS) {
			for (int harvest = 0; harvest < HARVESTS.size(); harvest++) {
				for (int kind = 0; kind < KINDS.size(); kind++) {
					for (int origin = 0; origin < ORIGINS.size(); origin++) {
						// neighbours differ, and yet each combination comes once
						teas.add(tea(teas.size() + 1L, grams, (harvest + origin * 3) % HARVESTS.size(),
								(kind + origin) % KINDS.size(), origin));
					}
				}
			}
		}
		return teas;
	}

	private static Product tea(long id, int grams, int harvest, int kind, int origin) {
		String name = HARVESTS.get(harvest) + " " + KINDS.get(kind);
		int hue = (HUES[kind] + (origin * 7) % 24) % 360;
		return new Product(id, name, ORIGINS.get(origin), grams, price(grams, harvest, kind, origin), hue);
	}

	private static BigDecimal price(int grams, int harvest, int kind, int origin) {
		// larger tins are cheaper by the gram; every price ends in 90 cents
		long cents = (long) grams * (CENTS_PER_GRAM[kind] + (harvest * 3 + origin * 5) % 13) * 25 / (grams + 60);
		return BigDecimal.valueOf(cents / 25 + 3).add(new BigDecimal("0.90"));
	}

}
