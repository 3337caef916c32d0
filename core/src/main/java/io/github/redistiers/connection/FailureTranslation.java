package io.github.redistiers.connection;

import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;

/**
 * Gives the failures of a tier the names that its users know.
 *
 * @since 0.1.0
 */
public interface FailureTranslation {

	/**
	 * Names the failure of a command, or of connecting.
	 * @param failure what Lettuce, the server or Spring Data threw
	 * @return the name; {@code null} to leave it to Spring Data
	 */
	@Nullable DataAccessException translate(Exception failure);

	/**
	 * Names the failure of one command of a transaction or pipeline, of which the others
	 * may have been applied.
	 * @param failure what Lettuce or the server threw
	 * @return the name; {@code null} to leave it to Spring Data
	 */
	@Nullable DataAccessException translateInBatch(Exception failure);

}
