package io.github.redistiers.store.queue;

/**
 * What the tests' jobs are about.
 */
record Order(int number, String text) {

	static Order of(int number) {
		return new Order(number, "tea");
	}

}
