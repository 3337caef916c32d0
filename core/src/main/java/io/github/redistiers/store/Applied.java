package io.github.redistiers.store;

/**
 * Whether a call that failed has changed anything in the store.
 *
 * @since 0.1.0
 */
public enum Applied {

	/**
	 * Nothing was changed: the call may be made again.
	 */
	NO,

	/**
	 * The change was made. Making the call again would make it twice, unless the call is
	 * idempotent.
	 */
	YES,

	/**
	 * Nobody can tell: the call was sent, and no answer came. Look, or make it again only
	 * if it is idempotent.
	 */
	UNKNOWN

}
