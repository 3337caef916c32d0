package io.github.redistiers.devservices;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.LettuceFutures;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.Command;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.ProtocolKeyword;
import io.lettuce.core.protocol.ProtocolVersion;
import org.jspecify.annotations.Nullable;

/**
 * The dev services' own connection to a server, as a user who may do everything. It never
 * reconnects: after a restart there is a new one.
 */
@SuppressWarnings("FutureReturnValueIgnored") // what dispatch returns is what it got
final class AdminConnection implements AutoCloseable {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	private final StatefulRedisConnection<String, String> connection;

	private AdminConnection(StatefulRedisConnection<String, String> connection) {
		this.connection = connection;
	}

	static AdminConnection open(RedisURI uri) {
		uri.setTimeout(TIMEOUT);
		return new AdminConnection(Clients.SHARED.connect(StringCodec.UTF8, uri));
	}

	boolean isOpen() {
		return this.connection.isOpen();
	}

	RedisCommands<String, String> commands() {
		return this.connection.sync();
	}

	// futures
	@Nullable Object execute(String... command) {
		if (command.length == 0) {
			throw new IllegalArgumentException("The command is empty. Give its name and its arguments.");
		}
		CommandArgs<String, String> arguments = new CommandArgs<>(StringCodec.UTF8);
		for (int i = 1; i < command.length; i++) {
			arguments.add(command[i]);
		}
		ReplyOutput output = new ReplyOutput();
		AsyncCommand<String, String, ?> pending = new AsyncCommand<>(
				new Command<>(new Name(command[0]), output, arguments));
		this.connection.dispatch(pending);
		LettuceFutures.awaitOrCancel(pending, TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
		return output.reply();
	}

	@Override
	public void close() {
		this.connection.closeAsync();
	}

	private static final class Clients {

		static final RedisClient SHARED = client();

		private static RedisClient client() {
			RedisClient client = RedisClient.create();
			// RESP2 without a first PING: a server that loads its data refuses PING
			client.setOptions(ClientOptions.builder()
				.autoReconnect(false)
				.protocolVersion(ProtocolVersion.RESP2)
				.pingBeforeActivateConnection(false)
				.socketOptions(SocketOptions.builder().connectTimeout(TIMEOUT).build())
				.build());
			return client;
		}

	}

	private record Name(String word) implements ProtocolKeyword {

		@Override
		public byte[] getBytes() {
			return this.word.getBytes(StandardCharsets.US_ASCII);
		}

		@Override
		public String toString() {
			return this.word;
		}

	}

}
