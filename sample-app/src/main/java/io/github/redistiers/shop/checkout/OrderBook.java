package io.github.redistiers.shop.checkout;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The orders that are written down. A page asks the cache tier how many they are.
 */
@Component
public class OrderBook {

	private final OrderTable table;

	private final TransactionOperations transaction;

	OrderBook(OrderTable table, TransactionOperations transaction) {
		this.table = table;
		this.transaction = transaction;
	}

	/**
	 * Counts the orders in the database.
	 * @return how many there are, whether they were paid for or not
	 */
	@Cacheable("order-counts")
	public long size() {
		return this.table.count();
	}

	/**
	 * Writes an order down, once.
	 * @param order the order, of which all rows are written or none
	 */
	@CacheEvict(cacheNames = "order-counts", allEntries = true)
	public void write(PlacedOrder order) {
		try {
			this.transaction.executeWithoutResult((status) -> this.table.insert(order));
		}
		catch (DuplicateKeyException ex) {
			// a job may be handled twice: the order is there
		}
	}

}
