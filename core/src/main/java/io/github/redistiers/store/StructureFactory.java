package io.github.redistiers.store;

/**
 * Makes the repositories of one structure. A structure joins by one class that implements
 * this; the interfaces that applications declare extend {@link #structure()}.
 *
 * @param <S> the structure's interface
 * @since 0.1.0
 */
public interface StructureFactory<S> {

	/**
	 * The interface that applications extend.
	 * @return an interface
	 */
	Class<S> structure();

	/**
	 * Makes one repository. Nothing is sent to the server.
	 * @param context the repository's keys and connection
	 * @return an object that many threads may use
	 */
	S create(StructureContext context);

	/**
	 * Whether the structure answers from memory, so that its repositories are called
	 * without reflection, which would take longer than the answer.
	 * @return {@code false} unless it does
	 */
	default boolean isReadFromMemory() {
		return false;
	}

}
