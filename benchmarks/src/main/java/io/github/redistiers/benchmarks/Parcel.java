package io.github.redistiers.benchmarks;

/**
 * What a job is about: plain JSON of a given size, whatever the number.
 *
 * @param text as long as it takes
 */
record Parcel(String text) {

	private static final int AROUND = "{'text':''}".length();

	static Parcel of(int number, int bytes) {
		String start = "parcel %010d ".formatted(number);
		return new Parcel(start + ".".repeat(bytes - AROUND - start.length()));
	}

}
