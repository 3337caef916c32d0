package io.github.redistiers.boot.properties;

/**
 * How many characters must be inserted, deleted, replaced or swapped with their neighbour
 * to turn one text into another.
 *
 * @since 0.1.0
 */
public final class EditDistance {

	private EditDistance() {
	}

	/**
	 * Counts the changes.
	 * @param from a text
	 * @param to another
	 * @return their number
	 */
	public static int between(String from, String to) {
		int[][] costs = new int[from.length() + 1][to.length() + 1];
		for (int i = 0; i <= from.length(); i++) {
			for (int j = 0; j <= to.length(); j++) {
				costs[i][j] = (i == 0 || j == 0) ? i + j : cost(costs, from, to, i, j);
			}
		}
		return costs[from.length()][to.length()];
	}

	private static int cost(int[][] costs, String from, String to, int i, int j) {
		boolean same = from.charAt(i - 1) == to.charAt(j - 1);
		int cost = Math.min(Math.min(costs[i - 1][j], costs[i][j - 1]) + 1, costs[i - 1][j - 1] + (same ? 0 : 1));
		boolean swapped = i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2)
				&& from.charAt(i - 2) == to.charAt(j - 1);
		return swapped ? Math.min(cost, costs[i - 2][j - 2] + 1) : cost;
	}

}
