package io.github.redistiers.benchmarks;

import java.nio.charset.StandardCharsets;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import org.jspecify.annotations.Nullable;

/**
 * The least that a remote cache could do: bytes in and out, over one connection, as
 * Lettuce comes.
 */
final class RawLettuce implements MeasuredCache {

	private static final byte[] VALUE = "v".repeat(500).getBytes(StandardCharsets.UTF_8);

	private final RedisClient client;

	private final StatefulRedisConnection<byte[], byte[]> connection;

	private final SetArgs expiry = SetArgs.Builder.px(CacheSubject.TIME_TO_LIVE.toMillis());

	RawLettuce(RedisURI address) {
		this.client = RedisClient.create(address);
		this.connection = this.client.connect(ByteArrayCodec.INSTANCE);
	}

	@Override
	public byte @Nullable [] get(String key) {
		return this.connection.sync().get(bytes(key));
	}

	@Override
	public void put(String key, Article value) {
		this.connection.sync().set(bytes(key), VALUE, this.expiry);
	}

	@Override
	public void close() {
		this.connection.close();
		this.client.shutdown();
	}

	private static byte[] bytes(String key) {
		return key.getBytes(StandardCharsets.UTF_8);
	}

}
