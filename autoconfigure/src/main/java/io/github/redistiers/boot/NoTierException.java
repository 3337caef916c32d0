package io.github.redistiers.boot;

/**
 * An application that has this starter has said of neither tier where it is.
 *
 * @since 0.1.0
 */
public class NoTierException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates a new instance.
	 */
	public NoTierException() {
		// where no analysis follows, as in processing ahead of time, this is all that is
		// read
		super("Neither the cache tier nor the store tier has an address: "
				+ "redis-tiers.cache.url and redis-tiers.store.url are not set.");
	}

}
