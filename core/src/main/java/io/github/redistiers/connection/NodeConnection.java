package io.github.redistiers.connection;

import org.jspecify.annotations.Nullable;

/**
 * A connection of its own to one server, for those who must know the server itself rather
 * than its data. Not thread-safe.
 *
 * @since 0.1.0
 */
public interface NodeConnection extends AutoCloseable {

	/**
	 * Sends one command and waits for its reply.
	 * @param command the command's name, such as {@code INFO}
	 * @param arguments its arguments
	 * @return the reply: a {@link String}, a {@link Long}, a {@link java.util.List} of
	 * replies, or {@code null}
	 * @throws NodeErrorException if the server answered with an error
	 * @throws NodeUnreachableException if the server did not answer in time
	 */
	@Nullable Object execute(String command, String... arguments);

	/**
	 * Subscribes this connection to a channel until it is closed; it can do nothing else
	 * afterwards.
	 * @param channel the channel's name
	 */
	void subscribe(String channel);

	/**
	 * Whether it may still be used.
	 * @return {@code false} once it is known to be lost, and of a connection that is not
	 * one's own to keep
	 */
	boolean isOpen();

	@Override
	void close();

}
