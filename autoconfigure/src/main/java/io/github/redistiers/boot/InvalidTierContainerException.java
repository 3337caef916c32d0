package io.github.redistiers.boot;

/**
 * A container does not say clearly which tier it is, or cannot be reached. The message
 * never holds a password.
 *
 * @since 0.1.0
 */
public class InvalidTierContainerException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String action;

	/**
	 * Creates a new instance.
	 * @param description what is wrong: a sentence without secrets that names the
	 * container
	 * @param action what to do: a sentence
	 */
	public InvalidTierContainerException(String description, String action) {
		super(description);
		this.action = action;
	}

	/**
	 * What to do.
	 * @return a sentence
	 */
	public String getAction() {
		return this.action;
	}

}
