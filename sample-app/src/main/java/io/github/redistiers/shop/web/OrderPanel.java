package io.github.redistiers.shop.web;

import io.github.redistiers.shop.checkout.OrderBook;
import io.github.redistiers.store.queue.QueueStatus;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.dao.DataAccessException;
import org.springframework.stereotype.Component;

/**
 * How far the orders have come on their way from the store tier to the database. Each of
 * the two is shown without the other.
 */
@Component
class OrderPanel {

	private static final Logger logger = LoggerFactory.getLogger(OrderPanel.class);

	private final OrderBook book;

	OrderPanel(OrderBook book) {
		this.book = book;
	}

	View read(@Nullable QueueStatus queue) {
		return new View((queue != null) ? Queue.of(queue) : null, written());
	}

	// a page whose products are copies is shown without the database
	private @Nullable Long written() {
		try {
			return this.book.size();
		}
		catch (DataAccessException ex) {
			logger.warn("A page is shown without the number of orders, since the database failed: {}", ex.getMessage());
			return null;
		}
	}

	record View(@Nullable Queue queue, @Nullable Long written) {
	}

	record Queue(long waiting, long running, long dead) {

		// what has failed waits for its next attempt
		static Queue of(QueueStatus status) {
			return new Queue(status.ready() + status.delayed(), status.leased(), status.dead());
		}

	}

}
