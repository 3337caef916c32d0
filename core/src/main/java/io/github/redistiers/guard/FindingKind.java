package io.github.redistiers.guard;

/**
 * What a finding is about.
 *
 * @since 0.1.0
 */
public enum FindingKind {

	/**
	 * How a server is set up. It stays so until somebody changes it.
	 */
	CONFIGURATION,

	/**
	 * What a server goes through right now. It never stops a start by itself, so that no
	 * instance is kept from starting in the middle of an incident.
	 */
	CONDITION

}
