package io.github.redistiers.store.reservation;

/**
 * How many there are of an item.
 *
 * @param available how many can be reserved; holds whose time is up are among them
 * @param held how many are held
 * @param confirmed how many were confirmed
 * @since 0.1.0
 */
public record Stock(long available, long held, long confirmed) {

	/**
	 * How many there ever were.
	 * @return the sum
	 */
	public long stocked() {
		return this.available + this.held + this.confirmed;
	}

}
