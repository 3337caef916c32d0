package io.github.redistiers.test.contract;

/**
 * One change that the kit asks a structure for.
 *
 * @param number tells it from every other operation of the repository
 * @param key the key on which it works, one of a few
 * @since 0.1.0
 */
public record Operation(long number, String key) {

	/**
	 * Whether it is to be made without waiting for each step, where the structure has
	 * such methods: every other operation is, so that both kinds meet.
	 * @return whether it is
	 */
	public boolean isAsync() {
		return this.number / Tally.KEYS.size() % 2 == 1;
	}

	static Operation of(long number) {
		return new Operation(number, Tally.KEYS.get((int) (number % Tally.KEYS.size())));
	}

}
