package io.github.redistiers.shop.catalogue;

import java.util.List;

/**
 * One page of the catalogue.
 *
 * @param products the products on it
 * @param number the page's number, from 1
 * @param pages how many pages there are
 * @param total how many products there are
 */
public record CataloguePage(List<Product> products, int number, int pages, long total) {

	public boolean hasPrevious() {
		return this.number > 1;
	}

	public boolean hasNext() {
		return this.number < this.pages;
	}

}
