package io.github.redistiers.benchmarks;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * What the caches hold: about 500 bytes as JSON. A bean with getters and setters, since
 * each of the peers' formats can write that.
 */
public class Article implements Serializable {

	private static final long serialVersionUID = 1L;

	private long id;

	private String name = "";

	private String description = "";

	private double price;

	private int stock;

	private List<String> tags = List.of();

	static Article of(int number) {
		Article article = new Article();
		article.setId(1_000_000_000L + number);
		article.setName("Article number " + number + " of the catalogue");
		article.setDescription("A thing of some use, made with care, described at a length that things have in shops: "
				+ "its colour, its measure, its weight, what it is made of and where. ".repeat(4));
		article.setPrice(19.99 + number);
		article.setStock(number % 1000);
		article.setTags(new ArrayList<>(List.of("kitchen", "garden", "outdoor")));
		return article;
	}

	public long getId() {
		return this.id;
	}

	public void setId(long id) {
		this.id = id;
	}

	public String getName() {
		return this.name;
	}

	public void setName(String name) {
		this.name = name;
	}

	public String getDescription() {
		return this.description;
	}

	public void setDescription(String description) {
		this.description = description;
	}

	public double getPrice() {
		return this.price;
	}

	public void setPrice(double price) {
		this.price = price;
	}

	public int getStock() {
		return this.stock;
	}

	public void setStock(int stock) {
		this.stock = stock;
	}

	public List<String> getTags() {
		return this.tags;
	}

	public void setTags(List<String> tags) {
		this.tags = tags;
	}

}
