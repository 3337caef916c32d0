package io.github.redistiers.connection;

import java.nio.CharBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.ConnectionFuture;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import io.lettuce.core.RedisURI;
import io.lettuce.core.StaticCredentialsProvider;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.ProtocolVersion;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.lettuce.LettuceClientConfiguration;

/**
 * Opens connections to single servers of a tier on the tier's own event loops. They are
 * of the older protocol and say nothing on their own but the credentials: so a server
 * that demands a password can still be asked whether it does. Nothing stays open between
 * them.
 */
final class NodeClient {

	private final TierSettings settings;

	private final LettuceClientConfiguration configuration;

	private final ClientResources resources;

	private final Duration connectLimit;

	/**
	 * Not shorter than the other.
	 */
	private final Duration answerLimit;

	NodeClient(TierSettings settings, LettuceClientConfiguration configuration, ClientResources resources) {
		this(settings, configuration, view(configuration, resources), settings.connectTimeout(),
				longer(configuration.getCommandTimeout(), settings.connectTimeout()));
	}

	private NodeClient(TierSettings settings, LettuceClientConfiguration configuration, ClientResources resources,
			Duration connectLimit, Duration answerLimit) {
		this.settings = settings;
		this.configuration = configuration;
		this.resources = resources;
		this.connectLimit = connectLimit;
		this.answerLimit = answerLimit;
	}

	private static ClientResources view(LettuceClientConfiguration configuration, ClientResources resources) {
		NettyCustomizer application = resources.nettyCustomizer();
		// A handshake that the server is to begin waits for what is said first.
		return TierClientResources.view(resources,
				new ReplyLimit((configuration.isUseSsl() && !configuration.isStartTls())
						? new TlsBeforeGreeting(application) : application));
	}

	/**
	 * One that waits an eighth as long, for where somebody else may tell the same.
	 */
	NodeClient hurried() {
		return new NodeClient(this.settings, this.configuration, this.resources, this.connectLimit.dividedBy(8),
				this.answerLimit.dividedBy(8));
	}

	/**
	 * Opens a connection.
	 * @param host the server's host
	 * @param port the server's port
	 * @param credentials what to authenticate with, or {@code null} for not at all
	 * @return the connection
	 * @throws NodeUnreachableException if the server cannot be reached or refuses the
	 * credentials
	 */
	NodeConnection connect(String host, int port, @Nullable RedisCredentialsProvider credentials) {
		String address = TierAddress.of(host, port, this.configuration.isUseSsl());
		RedisClient client = client();
		ConnectionLoss loss = new ConnectionLoss();
		client.addListener(loss);
		try {
			RedisCredentials known = (credentials != null) ? resolve(credentials) : null;
			StatefulRedisConnection<String, String> connection = open(
					client.connectAsync(StringCodec.UTF8, uri(host, port, null)));
			if (known != null && known.hasPassword()) {
				authenticate(connection, known, loss);
			}
			else if (this.configuration.isUseSsl()) {
				hear(connection, loss);
			}
			return new LettuceNodeConnection(client, connection, loss,
					() -> client.connectPubSubAsync(StringCodec.UTF8, uri(host, port, known)), this.answerLimit,
					(failure, limit) -> failure(failure, address, limit));
		}
		catch (ExecutionException | TimeoutException | InterruptedException | RuntimeException ex) {
			client.shutdown(Duration.ZERO, this.answerLimit);
			if (ex instanceof InterruptedException) {
				Thread.currentThread().interrupt();
			}
			Throwable failure = (ex instanceof ExecutionException) ? ex.getCause() : ex;
			throw failure(failure, address, this.connectLimit).toNodeException();
		}
	}

	private ConnectFailure failure(@Nullable Throwable failure, String address, Duration limit) {
		return ConnectFailure.of(failure, this.settings, address, limit);
	}

	NodeUnreachableException unusable(NodeUnreachableException.Kind kind, @Nullable NodeErrorException reply,
			String address) {
		return ConnectFailure.of(kind, reply, this.settings, address).toNodeException();
	}

	/**
	 * Waits for a plain connection, whose classes are loaded for the tier's own anyway:
	 * those of a subscribing one would cost a cold start hundreds of milliseconds.
	 */
	private StatefulRedisConnection<String, String> open(
			ConnectionFuture<StatefulRedisConnection<String, String>> opening)
			throws ExecutionException, TimeoutException, InterruptedException {
		// The client's own limit comes first and knows the reason better.
		Duration limit = this.connectLimit.multipliedBy(2);
		return opening.toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
	}

	private RedisClient client() {
		RedisClient client = new AskingClient(this.resources);
		ClientOptions options = this.configuration.getClientOptions().orElseGet(ClientOptions::create);
		client.setOptions(options.mutate()
			.socketOptions(options.getSocketOptions().mutate().connectTimeout(this.connectLimit).build())
			.autoReconnect(false)
			// Lettuce may report a connection just before it is active, and a healthy
			// server must not look unreachable. Nothing is sent twice: this connection
			// never comes back once it is lost.
			.disconnectedBehavior(ClientOptions.DisconnectedBehavior.ACCEPT_COMMANDS)
			.pingBeforeActivateConnection(false)
			// Nothing of this connection lasts, and the older protocol cannot do it.
			.reauthenticateBehavior(ClientOptions.ReauthenticateBehavior.DEFAULT)
			.protocolVersion(ProtocolVersion.RESP2)
			.build());
		return client;
	}

	private static Duration longer(Duration one, Duration other) {
		return (one.compareTo(other) > 0) ? one : other;
	}

	private RedisCredentials resolve(RedisCredentialsProvider credentials)
			throws ExecutionException, TimeoutException, InterruptedException {
		return credentials.resolveCredentials()
			.toFuture()
			.get(this.settings.connectTimeout().toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * A refusal that is faster than Lettuce's own bookkeeping of a new connection would
	 * be reported as a connection that was closed: so they are sent once it is there.
	 */
	private void authenticate(StatefulRedisConnection<String, String> connection, RedisCredentials credentials,
			ConnectionLoss loss) throws ExecutionException, TimeoutException, InterruptedException {
		CharSequence password = CharBuffer.wrap(credentials.getPassword());
		RedisAsyncCommands<String, String> commands = connection.async();
		CompletableFuture<String> reply = (credentials.hasUsername()
				? commands.auth(credentials.getUsername(), password) : commands.auth(password))
			.toCompletableFuture();
		CompletableFuture.anyOf(reply, loss.future()).get(this.connectLimit.toMillis(), TimeUnit.MILLISECONDS);
	}

	/**
	 * A server that demands a certificate lets the handshake end without one (TLS 1.3),
	 * and hangs up instead of answering.
	 */
	private void hear(StatefulRedisConnection<String, String> connection, ConnectionLoss loss)
			throws ExecutionException, TimeoutException, InterruptedException {
		CompletableFuture<String> reply = connection.async()
			.ping()
			.exceptionallyCompose((failure) -> (failure instanceof RedisCommandExecutionException)
					? CompletableFuture.completedFuture(failure.getMessage()) : CompletableFuture.failedFuture(failure))
			.toCompletableFuture();
		CompletableFuture.anyOf(reply, loss.future()).get(this.connectLimit.toMillis(), TimeUnit.MILLISECONDS);
	}

	private RedisURI uri(String host, int port, @Nullable RedisCredentials credentials) {
		RedisURI.Builder builder = RedisURI.builder()
			.withHost(host)
			.withPort(port)
			.withSsl(this.configuration.isUseSsl())
			.withStartTls(this.configuration.isStartTls())
			.withVerifyPeer(this.configuration.getVerifyMode())
			.withTimeout(this.connectLimit);
		if (credentials != null) {
			builder.withAuthentication(new StaticCredentialsProvider(credentials));
		}
		RedisURI uri = builder.build();
		// Lettuce 6.8 takes a server for connected that never answers what it says here
		uri.setLibraryName("");
		uri.setLibraryVersion("");
		return uri;
	}

}
