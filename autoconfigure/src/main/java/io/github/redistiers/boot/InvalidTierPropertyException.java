package io.github.redistiers.boot;

/**
 * A property's value is missing or cannot be used. The message never holds a password.
 *
 * @since 0.1.0
 */
public class InvalidTierPropertyException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String property;

	private final String action;

	/**
	 * Creates a new instance.
	 * @param property the property's full name
	 * @param description what is wrong: a sentence without secrets that names the
	 * property
	 * @param action what to do: a sentence
	 */
	public InvalidTierPropertyException(String property, String description, String action) {
		super(description);
		this.property = property;
		this.action = action;
	}

	/**
	 * The property's full name.
	 * @return such as {@code redis-tiers.cache.url}
	 */
	public String getProperty() {
		return this.property;
	}

	/**
	 * What to do.
	 * @return a sentence
	 */
	public String getAction() {
		return this.action;
	}

}
