package io.github.redistiers.doctor;

/**
 * What was asked for makes no sense. The message says why, and has no secret in it.
 */
final class WrongUsageException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	WrongUsageException(String message) {
		super(message);
	}

}
