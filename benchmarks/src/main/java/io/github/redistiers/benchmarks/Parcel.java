package io.github.redistiers.benchmarks;

import java.util.SplittableRandom;

/**
 * What a job is about: plain JSON of a given size, whatever the number.
 *
 * @param text as long as it takes
 */
record Parcel(String text) {

	private static final int AROUND = "{'text':''}".length();

	/**
	 * Letters that differ from parcel to parcel: a server's Lua finds texts by some of
	 * their characters only, and is slow where many have the same ones.
	 */
	static Parcel of(int number, int bytes) {
		SplittableRandom random = new SplittableRandom(number);
		char[] text = new char[bytes - AROUND];
		for (int i = 0; i < text.length; i++) {
			text[i] = (char) random.nextInt('a', 'z' + 1);
		}
		return new Parcel(new String(text));
	}

}
