package io.github.redistiers.guard;

/**
 * What a check came to know about a server.
 *
 * @since 0.1.0
 */
public enum Verdict {

	/**
	 * The server was seen to be right.
	 */
	OK,

	/**
	 * The server was seen to be wrong.
	 */
	WRONG,

	/**
	 * The server did not say: a command is forbidden, a field is missing, or it was busy.
	 */
	UNKNOWN

}
