package io.github.redistiers.boot.cache;

/**
 * The application caches, and its own connection factory for the cache tier is not
 * Lettuce's.
 *
 * @since 0.1.0
 */
public class CacheWithoutLettuceException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	/**
	 * Creates a new instance.
	 * @param connectionFactory the class of the factory
	 */
	public CacheWithoutLettuceException(Class<?> connectionFactory) {
		super("The cache tier's connection factory is a " + connectionFactory.getSimpleName()
				+ ", and Spring Cache on the cache tier works through Lettuce alone.");
	}

}
