package io.github.redistiers.benchmarks;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.function.IntFunction;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.distributed.proxy.ProxyManager;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;

/**
 * Peers that stand on one shared connection of Lettuce, as it comes.
 */
final class LettuceStore {

	private LettuceStore() {
	}

	static StoreOperation increments(RedisURI address) {
		RedisClient client = RedisClient.create(address);
		StatefulRedisConnection<byte[], byte[]> connection = client.connect(ByteArrayCodec.INSTANCE);
		IntFunction<Object> increment = (number) -> connection.sync().incr(bytes("views:page-" + number));
		return new StoreOperation(increment, client::shutdown);
	}

	static StoreOperation templateIncrements(RedisURI address) {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(address.getHost(), address.getPort());
		factory.afterPropertiesSet();
		factory.start();
		StringRedisTemplate template = new StringRedisTemplate(factory);
		IntFunction<Object> increment = (number) -> Objects
			.requireNonNull(template.opsForValue().increment("views:page-" + number));
		return new StoreOperation(increment, factory::destroy);
	}

	static StoreOperation buckets(RedisURI address) {
		RedisClient client = RedisClient.create(address);
		// as its documentation advises
		ProxyManager<byte[]> buckets = Bucket4jLettuce.casBasedBuilder(client)
			.expirationAfterWrite(
					ExpirationAfterWriteStrategy.basedOnTimeForRefillingBucketUpToMax(Duration.ofSeconds(10)))
			.build();
		BucketConfiguration limit = BucketConfiguration.builder()
			.addLimit((bandwidth) -> bandwidth.capacity(MeasuredLimit.PERMITS)
				.refillGreedy(MeasuredLimit.PERMITS, MeasuredLimit.PERIOD))
			.build();
		return new StoreOperation((number) -> take(buckets, limit, number, 1),
				(number) -> take(buckets, limit, number, MeasuredLimit.FIRST), client::shutdown);
	}

	private static Object take(ProxyManager<byte[]> buckets, BucketConfiguration limit, int number, long permits) {
		return MeasuredLimit.allowed(buckets.builder()
			.build(bytes("limits:" + MeasuredLimit.subject(number)), () -> limit)
			.tryConsume(permits));
	}

	private static byte[] bytes(String key) {
		return key.getBytes(StandardCharsets.UTF_8);
	}

}
