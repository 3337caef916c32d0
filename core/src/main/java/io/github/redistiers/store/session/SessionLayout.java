package io.github.redistiers.store.session;

/**
 * How sessions are kept in Redis. Both are read always; this says which one is written.
 *
 * @since 0.1.0
 */
public enum SessionLayout {

	/**
	 * As Spring Session's own repository keeps them, so that instances with either can
	 * serve the same user.
	 */
	SPRING,

	/**
	 * As JSON. For when no instance has Spring Session's own repository any more.
	 */
	TIERS

}
