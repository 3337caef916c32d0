package io.github.redistiers.shop.catalogue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.Caching;
import org.springframework.stereotype.Component;

/**
 * The catalogue as the pages read it: from the cache tier where it holds a copy, from the
 * database otherwise.
 */
@Component
public class ProductCatalogue {

	private static final int PAGE_SIZE = 12;

	private final ProductTable table;

	private final AtomicLong sourceReads = new AtomicLong();

	ProductCatalogue(ProductTable table) {
		this.table = table;
	}

	@Cacheable("products")
	public Optional<Product> find(long id) {
		this.sourceReads.incrementAndGet();
		return this.table.find(id);
	}

	/**
	 * One page of the catalogue.
	 * @param origin the origin to show, or an empty string for all of them
	 * @param number the page's number; one outside the catalogue means the nearest one
	 * @return the page
	 */
	@Cacheable("catalogue-pages")
	public CataloguePage page(String origin, int number) {
		this.sourceReads.incrementAndGet();
		long total = origin.isEmpty() ? this.table.count() : this.table.count(origin);
		int pages = (int) Math.max(1, (total + PAGE_SIZE - 1) / PAGE_SIZE);
		int shown = Math.min(Math.max(1, number), pages);
		long offset = (shown - 1L) * PAGE_SIZE;
		List<Product> products = origin.isEmpty() ? this.table.list(PAGE_SIZE, offset)
				: this.table.list(origin, PAGE_SIZE, offset);
		return new CataloguePage(products, shown, pages, total);
	}

	@Cacheable("origins")
	public List<String> origins() {
		this.sourceReads.incrementAndGet();
		return this.table.origins();
	}

	/**
	 * Changes a price in the database, then removes the copies that show the old one.
	 * @param id the product
	 * @param price the new price in euros
	 * @return whether there is such a product
	 */
	@Caching(evict = { @CacheEvict(cacheNames = "products", key = "#id"),
			@CacheEvict(cacheNames = "catalogue-pages", allEntries = true) })
	public boolean changePrice(long id, BigDecimal price) {
		return this.table.changePrice(id, price);
	}

	/**
	 * How often this instance asked the database since it started; a cached read does
	 * not.
	 * @return the number of reads that no copy answered
	 */
	public long sourceReads() {
		return this.sourceReads.get();
	}

}
