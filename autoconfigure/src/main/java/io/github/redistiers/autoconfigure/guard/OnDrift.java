package io.github.redistiers.autoconfigure.guard;

/**
 * What becomes of a store whose configuration has come to be against its role.
 *
 * @since 0.1.0
 */
public enum OnDrift {

	/** It is reported, and the store stays in service. */
	REPORT,

	/** Its health is out of service. */
	OUT_OF_SERVICE

}
