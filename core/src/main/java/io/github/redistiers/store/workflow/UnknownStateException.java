package io.github.redistiers.store.workflow;

import org.springframework.dao.TypeMismatchDataAccessException;

/**
 * An entity is, or was, in a state that the enum does not have: the constant was renamed
 * or removed, or another release wrote it. Nothing was changed.
 *
 * @since 0.1.0
 */
public class UnknownStateException extends TypeMismatchDataAccessException {

	private static final long serialVersionUID = 1L;

	private final String state;

	/**
	 * A failure.
	 * @param message a sentence for people
	 * @param state the name that is stored
	 */
	public UnknownStateException(String message, String state) {
		super(message);
		this.state = state;
	}

	/**
	 * The state.
	 * @return the name that is stored
	 */
	public String state() {
		return this.state;
	}

}
