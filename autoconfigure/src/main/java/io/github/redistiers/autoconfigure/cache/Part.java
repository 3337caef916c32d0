package io.github.redistiers.autoconfigure.cache;

import io.github.redistiers.boot.InvalidTierPropertyException;

/**
 * A part of a whole, written as {@code 10%} or {@code 0.1}.
 */
final class Part {

	private Part() {
	}

	/**
	 * Reads a part.
	 * @return from 0 to 1
	 */
	static double of(String property, String text) {
		String trimmed = text.trim();
		boolean percent = trimmed.endsWith("%");
		double part = number(property, text, percent ? trimmed.substring(0, trimmed.length() - 1) : trimmed);
		part = percent ? part / 100 : part;
		if (!(part >= 0 && part <= 1)) {
			throw new InvalidTierPropertyException(property,
					"%s is %s, and a part of a whole is from 0%% to 100%%.".formatted(property, text),
					"Set %s to a percentage with its sign, such as 10%%, or to a fraction, such as 0.1."
						.formatted(property));
		}
		return part;
	}

	private static double number(String property, String text, String number) {
		try {
			return Double.parseDouble(number.trim());
		}
		catch (NumberFormatException ex) {
			throw new InvalidTierPropertyException(property,
					"%s is \"%s\", which is no number.".formatted(property, text),
					"Set %s to a percentage, such as 10%%, or to a fraction, such as 0.1.".formatted(property));
		}
	}

}
