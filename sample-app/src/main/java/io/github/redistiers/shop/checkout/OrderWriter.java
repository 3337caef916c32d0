package io.github.redistiers.shop.checkout;

import io.github.redistiers.store.queue.JobListener;
import io.github.redistiers.store.queue.JobRetry;

import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.stereotype.Component;

/**
 * Writes placed orders to the database. An order waits for a database that is away; one
 * that the database refuses is dead at once, as another attempt would not mend it.
 */
@Component
class OrderWriter {

	private final OrderBook book;

	OrderWriter(OrderBook book) {
		this.book = book;
	}

	@JobListener(queue = "placed-orders", retry = {
			@JobRetry(value = DataIntegrityViolationException.class, attempts = "1"), @JobRetry(maxBackoff = "1m") })
	void write(PlacedOrder order) {
		this.book.write(order);
	}

}
