package io.github.redistiers.connection;

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

}
