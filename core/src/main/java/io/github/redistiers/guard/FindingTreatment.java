package io.github.redistiers.guard;

/**
 * What an operator decided about one finding.
 *
 * @since 0.1.0
 */
public enum FindingTreatment {

	/**
	 * Its severity is error, whatever the check says; in mode {@link GuardMode#ENFORCE}
	 * it stops the start, a condition too.
	 */
	ERROR,

	/**
	 * Its severity is warning, whatever the check says.
	 */
	WARN,

	/**
	 * It is not checked.
	 */
	OFF,

	/**
	 * The operator vouches for it where it cannot be known. The report says "declared,
	 * not verified". What is known to be wrong stays wrong.
	 */
	ASSUMED

}
