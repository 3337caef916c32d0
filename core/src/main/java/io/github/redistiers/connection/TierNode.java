package io.github.redistiers.connection;

import io.github.redistiers.connection.NodeUnreachableException.Kind;
import org.jspecify.annotations.Nullable;

/**
 * One server of a tier.
 *
 * @since 0.1.0
 */
public interface TierNode {

	/**
	 * The server's address without credentials.
	 * @return such as {@code redis://localhost:6379}
	 */
	String address();

	/**
	 * Opens a connection with the tier's credentials and TLS settings.
	 * @return a connection that the caller closes
	 * @throws NodeUnreachableException if the server cannot be reached or refuses the
	 * credentials
	 */
	NodeConnection connect();

	/**
	 * Opens a connection that does not authenticate.
	 * @return a connection that the caller closes
	 * @throws NodeUnreachableException if the server cannot be reached
	 */
	NodeConnection connectWithoutCredentials();

	/**
	 * Says why a server that answers is none that the tier can use, and what to do.
	 * @param kind what is wrong
	 * @param reply what it answered, or {@code null} if that does not matter
	 * @return the exception, to be thrown
	 */
	NodeUnreachableException unusable(Kind kind, @Nullable NodeErrorException reply);

}
