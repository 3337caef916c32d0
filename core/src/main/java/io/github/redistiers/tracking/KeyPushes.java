package io.github.redistiers.tracking;

import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.redistiers.connection.AnyReply;
import io.github.redistiers.connection.ServerId;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.TrackingArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.api.push.PushListener;
import io.lettuce.core.api.push.PushMessage;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.protocol.CommandType;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Has the server tell one connection which keys change, and again after each reconnect.
 */
final class KeyPushes implements PushListener, RedisConnectionStateListener {

	private static final Log logger = LogFactory.getLog(KeyPushes.class);

	private final StatefulRedisConnection<byte[], byte[]> connection;

	private final String[] prefixes;

	private final KeyTrackingListener listener;

	private KeyPushes(StatefulRedisConnection<byte[], byte[]> connection, List<String> prefixes,
			KeyTrackingListener listener) {
		this.connection = connection;
		this.prefixes = prefixes.toArray(String[]::new);
		this.listener = listener;
	}

	static void on(StatefulRedisConnection<byte[], byte[]> connection, List<String> prefixes,
			KeyTrackingListener listener) {
		KeyPushes pushes = new KeyPushes(connection, prefixes, listener);
		connection.addListener((PushListener) pushes);
		connection.addListener((RedisConnectionStateListener) pushes);
		pushes.begin();
	}

	private void begin() {
		RedisAsyncCommands<byte[], byte[]> commands = this.connection.async();
		commands.clientTracking(TrackingArgs.Builder.enabled().bcast().prefixes(this.prefixes))
			.thenCompose((reply) -> refuseRespWithoutPushes(commands))
			.thenCompose((reply) -> ServerId.of(commands))
			.whenComplete((serverId, failure) -> {
				if (failure == null) {
					this.listener.tracked(serverId);
				}
				else {
					logger.debug("Keys are not tracked", failure);
				}
			});
	}

	/**
	 * With RESP2 a server tracks keys, and says nothing of them.
	 */
	private static CompletionStage<Void> refuseRespWithoutPushes(RedisAsyncCommands<byte[], byte[]> commands) {
		return commands.<@Nullable Object>dispatch(CommandType.HELLO, new AnyReply<>(ByteArrayCodec.INSTANCE))
			.thenCompose((reply) -> (reply instanceof List<?> properties && protocol(properties) >= 3)
					? CompletableFuture.completedStage(null)
					: CompletableFuture.failedStage(new IllegalStateException("The connection has no pushes")));
	}

	/**
	 * Finds a version in names and values that take turns.
	 */
	private static long protocol(List<?> properties) {
		for (int i = 1; i < properties.size(); i += 2) {
			if (properties.get(i - 1) instanceof byte[] name
					&& new String(name, StandardCharsets.US_ASCII).equals("proto")
					&& properties.get(i) instanceof Long version) {
				return version;
			}
		}
		return 0;
	}

	@Override
	public void onPushMessage(PushMessage message) {
		if (!message.getType().equals("invalidate")) {
			return;
		}
		List<Object> content = message.getContent(StringCodec.UTF8::decodeKey);
		if (content.size() > 1 && content.get(1) instanceof List<?> keys) {
			keys.forEach((key) -> this.listener.changed(String.valueOf(key)));
		}
		else {
			this.listener.changedAll();
		}
	}

	@Override
	public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
		begin();
	}

	@Override
	public void onRedisDisconnected(RedisChannelHandler<?, ?> connection) {
		this.listener.untracked();
	}

}
