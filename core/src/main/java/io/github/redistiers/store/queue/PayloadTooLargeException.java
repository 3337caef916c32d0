package io.github.redistiers.store.queue;

/**
 * A job's payload is larger than its queue takes; nothing was added.
 *
 * @since 0.1.0
 */
public class PayloadTooLargeException extends IllegalArgumentException {

	PayloadTooLargeException(String message) {
		super(message);
	}

}
