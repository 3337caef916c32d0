package io.github.redistiers.cache;

import java.util.Locale;

/**
 * Says durations and amounts as people do, about.
 */
final class LifeWords {

	private static final double MINUTE = 60;

	private static final double HOUR = 60 * MINUTE;

	private static final double DAY = 24 * HOUR;

	private static final String[] AMOUNTS = { "bytes", "KB", "MB", "GB", "TB" };

	private LifeWords() {
	}

	static String time(double seconds) {
		if (seconds < 2 * MINUTE) {
			return number(seconds) + " s";
		}
		if (seconds < 2 * HOUR) {
			return number(seconds / MINUTE) + " min";
		}
		return (seconds < 2 * DAY) ? number(seconds / HOUR) + " h" : number(seconds / DAY) + " d";
	}

	/**
	 * An amount, counted as Redis counts it.
	 */
	static String amount(double bytes) {
		int unit = 0;
		double rest = bytes;
		while (rest >= 1024 && unit < AMOUNTS.length - 1) {
			rest /= 1024;
			unit++;
		}
		return number(rest) + " " + AMOUNTS[unit];
	}

	private static String number(double number) {
		String text = String.format(Locale.ROOT, (number < 9.95) ? "%.1f" : "%.0f", number);
		return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
	}

}
