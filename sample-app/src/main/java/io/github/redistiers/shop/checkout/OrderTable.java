package io.github.redistiers.shop.checkout;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The orders in the database, a row for each product.
 */
@Repository
class OrderTable {

	private final JdbcClient client;

	OrderTable(JdbcClient client) {
		this.client = client;
	}

	long count() {
		return this.client.sql("select count(distinct order_id) from order_line").query(Long.class).single();
	}

	void insert(PlacedOrder order) {
		order.quantities()
			.forEach((product, quantity) -> this.client
				.sql("insert into order_line (order_id, product, quantity) values (?, ?, ?)")
				.params(order.id(), product, quantity)
				.update());
	}

}
