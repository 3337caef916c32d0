package io.github.redistiers.store.durability;

/**
 * A change is not known to be durable. The message is part of a sentence: why.
 *
 * @since 0.1.0
 */
public class UnconfirmedException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String remedy;

	UnconfirmedException(String reason) {
		this(reason, "");
	}

	UnconfirmedException(String reason, String remedy) {
		super(reason, null, false, false);
		this.remedy = remedy;
	}

	/**
	 * What to do about it.
	 * @return a sentence where the server's configuration is the cause, which does not
	 * pass; else empty
	 */
	public String remedy() {
		return this.remedy;
	}

}
