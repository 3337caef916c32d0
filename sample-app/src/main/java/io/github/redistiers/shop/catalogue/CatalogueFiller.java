package io.github.redistiers.shop.catalogue;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.cache.CacheManager;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Fills an empty database with the shop's range.
 */
@Component
class CatalogueFiller implements ApplicationRunner {

	private static final Logger logger = LoggerFactory.getLogger(CatalogueFiller.class);

	private final ProductTable table;

	private final TransactionOperations transaction;

	private final CacheManager caches;

	CatalogueFiller(ProductTable table, TransactionOperations transaction, CacheManager caches) {
		this.table = table;
		this.transaction = transaction;
		this.caches = caches;
	}

	@Override
	public void run(ApplicationArguments arguments) {
		if (this.table.count() > 0) {
			return;
		}
		this.transaction.executeWithoutResult((status) -> this.table.insert(Teas.all()));
		// the source is a new one, so the copies of the one before go
		this.caches.resetCaches();
		logger.info("Filled the catalogue with {} products", this.table.count());
	}

}
