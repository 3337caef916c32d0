package io.github.redistiers.store.reservation;

import java.time.Instant;
import java.util.List;

/**
 * What the script answers.
 */
record HoldReply(List<Long> numbers) {

	static final int SOLD_OUT = 0;

	static final int DONE = 1;

	static final int DONE_BEFORE = 2;

	static final int CONFIRMED = 3;

	static final int NOT_HELD = 4;

	static final int OTHER_CONTENT = 5;

	static final int TOO_MUCH = 6;

	private static final int PARTIAL = 7;

	static final int NOT_A_STOCK = -1;

	private static final int BEFORE_STOCKS = 2;

	private static final int EACH_STOCK = 3;

	int status() {
		return Math.toIntExact(this.numbers.get(0));
	}

	/**
	 * Whether only a part of what is due was tidied up, and there is no answer yet.
	 */
	boolean isPartial() {
		return status() == PARTIAL;
	}

	Instant until() {
		return Instant.ofEpochMilli(this.numbers.get(1));
	}

	/**
	 * The stock of an item.
	 * @param index which one of the call, from 0
	 */
	Stock stock(int index) {
		int first = BEFORE_STOCKS + index * EACH_STOCK;
		return new Stock(this.numbers.get(first), this.numbers.get(first + 1), this.numbers.get(first + 2));
	}

}
