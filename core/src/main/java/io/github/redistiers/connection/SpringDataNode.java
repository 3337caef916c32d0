package io.github.redistiers.connection;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import io.github.redistiers.connection.NodeUnreachableException.Kind;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConfiguration;
import org.springframework.data.redis.connection.RedisConnection;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * The server that a connection factory of the application's own is connected to. It can
 * only be reached as the factory reaches it.
 */
record SpringDataNode(RedisTier tier) implements TierNode {

	/**
	 * How a server's own error replies begin, whichever driver passes them on.
	 */
	private static final Pattern ERROR_REPLY = Pattern.compile("[A-Z]{3,} ");

	@Override
	public String address() {
		return (this.tier.connectionFactory() instanceof LettuceConnectionFactory factory) ? address(factory)
				: "redis://(the application's own connection factory)";
	}

	private static String address(LettuceConnectionFactory factory) {
		RedisConfiguration socket = factory.getSocketConfiguration();
		return (socket != null) ? TierAddress.of(socket, false)
				: TierAddress.of(factory.getHostName(), factory.getPort(), factory.isUseSsl());
	}

	@Override
	public NodeConnection connect() {
		try {
			RedisConnection connection = this.tier.connectionFactory().getConnection();
			return new Connection(connection);
		}
		catch (DataAccessException ex) {
			throw unreachable(ex);
		}
	}

	@Override
	public NodeConnection connectWithoutCredentials() {
		throw new NodeUnreachableException(Kind.OTHER,
				"The " + this.tier.name()
						+ " tier has a connection factory of the application's own, which always authenticates. "
						+ "Configure the tier by its properties to have this checked.",
				null);
	}

	@Override
	public NodeUnreachableException unusable(Kind kind, @Nullable NodeErrorException reply) {
		String what = (kind == Kind.SENTINEL) ? "a Sentinel answers there, which holds no data"
				: "the server demands a password and none is configured";
		return unreachable(kind, "is not connected: " + what, reply);
	}

	private NodeUnreachableException unreachable(DataAccessException ex) {
		return unreachable(Kind.OTHER,
				"does not answer: " + String.valueOf(ex.getMostSpecificCause().getMessage()).replaceFirst("\\.$", ""),
				ex);
	}

	private NodeUnreachableException unreachable(Kind kind, String what, @Nullable Throwable cause) {
		return new NodeUnreachableException(kind,
				"The " + this.tier.name() + " tier, whose connection factory is the application's own, " + what
						+ ". Check the server and that factory.",
				cause);
	}

	private final class Connection implements NodeConnection {

		private final RedisConnection connection;

		Connection(RedisConnection connection) {
			this.connection = connection;
		}

		@Override
		public @Nullable Object execute(String command, String... arguments) {
			byte[][] args = new byte[arguments.length][];
			for (int i = 0; i < arguments.length; i++) {
				args[i] = arguments[i].getBytes(StandardCharsets.UTF_8);
			}
			try {
				return readable(this.connection.execute(command, args));
			}
			catch (DataAccessException ex) {
				throw translated(ex);
			}
		}

		@Override
		public void subscribe(String channel) {
			if (!(SpringDataNode.this.tier.connectionFactory() instanceof LettuceConnectionFactory)) {
				// others do not come back from it
				throw new NodeUnreachableException(Kind.OTHER,
						"A subscription that does not block needs Lettuce. Use a LettuceConnectionFactory to have this checked.",
						null);
			}
			try {
				this.connection.subscribe((message, pattern) -> {
				}, channel.getBytes(StandardCharsets.UTF_8));
			}
			catch (DataAccessException ex) {
				throw translated(ex);
			}
		}

		private RuntimeException translated(DataAccessException ex) {
			String message = ex.getMostSpecificCause().getMessage();
			return (message != null && ERROR_REPLY.matcher(message).lookingAt()) ? new NodeErrorException(message)
					: unreachable(ex);
		}

		/**
		 * It may be one of a pool.
		 */
		@Override
		public boolean isOpen() {
			return false;
		}

		@Override
		public void close() {
			this.connection.close();
		}

		private @Nullable Object readable(@Nullable Object reply) {
			if (reply instanceof byte[] bytes) {
				return new String(bytes, StandardCharsets.UTF_8);
			}
			if (reply instanceof List<?> list) {
				List<@Nullable Object> readable = new ArrayList<>();
				list.forEach((it) -> readable.add(readable(it)));
				return readable;
			}
			return reply;
		}

	}

}
