package io.github.redistiers.guard;

/**
 * How bad it is when a check's verdict is {@link Verdict#WRONG}.
 *
 * @since 0.1.0
 */
public enum Severity {

	/**
	 * Worth knowing.
	 */
	INFO,

	/**
	 * Worth mending soon.
	 */
	WARNING,

	/**
	 * Data will be lost or the tier cannot work. A wrong configuration of this severity
	 * stops the start in mode {@link GuardMode#ENFORCE}.
	 */
	ERROR

}
