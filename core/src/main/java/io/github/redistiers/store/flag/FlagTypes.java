package io.github.redistiers.store.flag;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.springframework.util.Assert;

/**
 * The types of flags.
 */
final class FlagTypes {

	static final OnOff ON_OFF = new OnOff();

	static final FlagType<Long> NUMBER = new FlagType<>(Long.class) {

		@Override
		Long readValue(String text) {
			try {
				return Long.valueOf(text);
			}
			catch (NumberFormatException ex) {
				throw new IllegalArgumentException("it is a whole number, such as 20", ex);
			}
		}

		@Override
		String writeValue(Long value) {
			return value.toString();
		}

	};

	static final FlagType<Double> DECIMAL = new FlagType<>(Double.class) {

		@Override
		Double readValue(String text) {
			try {
				// Double.valueOf would take "NaN", "0x1p3" and "1d" as well
				return finite(new BigDecimal(text).doubleValue());
			}
			catch (NumberFormatException ex) {
				throw new IllegalArgumentException("it is a number, such as 0.5", ex);
			}
		}

		@Override
		String writeValue(Double value) {
			return finite(value).toString();
		}

		private Double finite(Double value) {
			Assert.isTrue(Double.isFinite(value), "it is a finite number");
			return value;
		}

	};

	static final FlagType<String> TEXT = new FlagType<>(String.class) {

		@Override
		Rule<String> read(String text, int seed) {
			// white space is part of a text
			return text.startsWith("{") ? super.read(text, seed)
					: Rule.of(text.startsWith("\"") ? VariantsText.unquoted(text) : text);
		}

		@Override
		String readValue(String text) {
			return text;
		}

		@Override
		String writeValue(String value) {
			return value;
		}

		@Override
		String write(String value) {
			return (value.startsWith("{") || value.startsWith("\"")) ? VariantsText.quoted(value) : value;
		}

	};

	private FlagTypes() {
	}

	static <E extends Enum<E>> FlagType<E> oneOf(Class<E> constants) {
		return new FlagType<>(constants) {

			@Override
			E readValue(String text) {
				for (E constant : constants.getEnumConstants()) {
					if (constant.name().equals(text)) {
						return constant;
					}
				}
				throw new IllegalArgumentException("it is one of " + List.of(constants.getEnumConstants()));
			}

			@Override
			String writeValue(E value) {
				return value.name();
			}

		};
	}

	/**
	 * On or off, or on for a share of the subjects.
	 */
	static final class OnOff extends FlagType<Boolean> {

		/**
		 * A thousandth of a percent is the smallest share.
		 */
		private static final int SCALE = 3;

		private static final int ALL = 100_000;

		OnOff() {
			super(Boolean.class);
		}

		@Override
		Rule<Boolean> read(String text, int seed) {
			String stripped = text.strip();
			if (!stripped.endsWith("%")) {
				return Rule.of(readValue(stripped));
			}
			int share = share(stripped.substring(0, stripped.length() - 1));
			return Rule.shared(seed, List.of(true, false), List.of(share, ALL - share), share == ALL);
		}

		@Override
		Boolean readValue(String text) {
			return switch (text.toLowerCase(Locale.ROOT)) {
				case "on", "true" -> true;
				case "off", "false" -> false;
				default -> throw new IllegalArgumentException("it is on, off, or a share such as 25%");
			};
		}

		@Override
		String writeValue(Boolean value) {
			return value ? "on" : "off";
		}

		@Override
		String write(Map<Boolean, Integer> weights) {
			throw new IllegalArgumentException("a flag that is on or off has a percentage and no variants");
		}

		String writeShare(double percentage) {
			Assert.isTrue(Double.isFinite(percentage), "a percentage is a number");
			String digits = BigDecimal.valueOf(percentage).stripTrailingZeros().toPlainString();
			share(digits);
			return digits + "%";
		}

		private static int share(String percentage) {
			BigDecimal number;
			try {
				number = new BigDecimal(percentage.strip());
			}
			catch (NumberFormatException ex) {
				throw new IllegalArgumentException("a percentage is a number, such as 25%", ex);
			}
			Assert.isTrue(number.signum() >= 0 && number.compareTo(BigDecimal.valueOf(100)) <= 0,
					"a percentage is from 0 to 100");
			Assert.isTrue(number.stripTrailingZeros().scale() <= SCALE,
					"a percentage has three decimal places at most");
			return number.movePointRight(SCALE).intValueExact();
		}

	}

}
