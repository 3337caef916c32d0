package io.github.redistiers.shop.catalogue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The products in the database, the source that the cache copies.
 */
@Repository
class ProductTable {

	private static final String COLUMNS = "select id, name, origin, grams, price, hue from product";

	private static final RowMapper<Product> PRODUCT = (row, number) -> new Product(row.getLong("id"),
			row.getString("name"), row.getString("origin"), row.getInt("grams"), row.getBigDecimal("price"),
			row.getInt("hue"));

	private final JdbcClient client;

	private final JdbcTemplate batches;

	ProductTable(JdbcClient client, JdbcTemplate batches) {
		this.client = client;
		this.batches = batches;
	}

	long count() {
		return this.client.sql("select count(*) from product").query(Long.class).single();
	}

	long count(String origin) {
		return this.client.sql("select count(*) from product where origin = ?")
			.param(origin)
			.query(Long.class)
			.single();
	}

	List<String> origins() {
		return this.client.sql("select distinct origin from product order by origin")
			.query((row, number) -> row.getString("origin"))
			.list();
	}

	Optional<Product> find(long id) {
		return this.client.sql(COLUMNS + " where id = ?").param(id).query(PRODUCT).optional();
	}

	List<Product> list(int limit, long offset) {
		return this.client.sql(COLUMNS + " order by id limit ? offset ?").params(limit, offset).query(PRODUCT).list();
	}

	List<Product> list(String origin, int limit, long offset) {
		return this.client.sql(COLUMNS + " where origin = ? order by id limit ? offset ?")
			.params(origin, limit, offset)
			.query(PRODUCT)
			.list();
	}

	boolean changePrice(long id, BigDecimal price) {
		return this.client.sql("update product set price = ? where id = ?").params(price, id).update() == 1;
	}

	void insert(List<Product> products) {
		this.batches.batchUpdate("insert into product (id, name, origin, grams, price, hue) values (?, ?, ?, ?, ?, ?)",
				products, 500, (statement, product) -> {
					statement.setLong(1, product.id());
					statement.setString(2, product.name());
					statement.setString(3, product.origin());
					statement.setInt(4, product.grams());
					statement.setBigDecimal(5, product.price());
					statement.setInt(6, product.hue());
				});
	}

}
