package io.github.redistiers.guard;

import java.time.Instant;
import java.util.List;

import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierNode;
import org.jspecify.annotations.Nullable;

/**
 * One server while it is being judged. What it answered once is not asked again, so that
 * checks may ask freely; all its methods may be called by several threads.
 *
 * @since 0.1.0
 */
public interface InspectedServer {

	/**
	 * The tier that the server belongs to.
	 * @return the tier
	 */
	RedisTier tier();

	/**
	 * All servers of the tier that could be reached, this one included.
	 * @return the servers
	 */
	List<InspectedServer> tierServers();

	/**
	 * How to open further connections to the server.
	 * @return the node
	 */
	TierNode node();

	/**
	 * What the server tells about itself.
	 * @return its {@code INFO}
	 * @throws UnknownFactException if it refuses to tell
	 */
	ServerInfo info();

	/**
	 * When the server is looked at.
	 * @return the time of this look
	 */
	Instant at();

	/**
	 * What the server told at earlier looks of the last hour, since its start.
	 * @return the oldest first, and last the look before this one; empty at the first
	 * look, and where only one is made
	 */
	List<Sighting> earlier();

	/**
	 * Sends a command, which must not change anything.
	 * @param command the command's name
	 * @param arguments its arguments
	 * @return the reply: a {@link String}, a {@link Long}, a {@link List} of replies, or
	 * {@code null}
	 * @throws UnknownFactException if the server answers with an error or not in time;
	 * the message says which ACL rule lets the command pass
	 */
	@Nullable Object ask(String command, String... arguments);

	/**
	 * Sends {@code PING} on a connection that does not authenticate. That connection is
	 * kept from one look to the next if it was shut out.
	 * @return {@code PONG} if anybody is let in, or the error that the server answered
	 * with
	 * @throws UnknownFactException if there is no such connection, or no answer in time
	 */
	String pingUnauthenticated();

	/**
	 * Returns one setting of the server, by {@code CONFIG GET}. Ask {@link #info()}
	 * first: it tells most, and is allowed to more users.
	 * @param name the setting's name
	 * @return its value, which may be empty
	 * @throws UnknownFactException if the server refuses to tell
	 */
	String setting(String name);

}
