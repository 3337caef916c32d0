package io.github.redistiers.shop.web;

import java.util.Locale;

import io.github.redistiers.shop.catalogue.ProductCatalogue;

/**
 * Says where one read of the catalogue was answered from, and how long it took.
 */
final class ReadClock {

	private final ProductCatalogue catalogue;

	private final long sourceReads;

	private final long started = System.nanoTime();

	private ReadClock(ProductCatalogue catalogue) {
		this.catalogue = catalogue;
		this.sourceReads = catalogue.sourceReads();
	}

	static ReadClock start(ProductCatalogue catalogue) {
		return new ReadClock(catalogue);
	}

	Read stop() {
		double millis = (System.nanoTime() - this.started) / 1_000_000.0;
		boolean cached = this.catalogue.sourceReads() == this.sourceReads;
		return new Read(cached ? "cache" : "database", String.format(Locale.ROOT, "%.1f ms", millis));
	}

	record Read(String from, String took) {
	}

}
