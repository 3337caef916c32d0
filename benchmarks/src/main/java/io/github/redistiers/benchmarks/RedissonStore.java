package io.github.redistiers.benchmarks;

import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;

import io.lettuce.core.RedisURI;
import org.redisson.Redisson;
import org.redisson.api.RBucket;
import org.redisson.api.RPermitExpirableSemaphore;
import org.redisson.api.RRateLimiter;
import org.redisson.api.RateType;
import org.redisson.api.RedissonClient;
import org.redisson.client.codec.StringCodec;
import org.redisson.config.Config;

/**
 * Redisson's counters and rate limiters.
 */
final class RedissonStore {

	private RedissonStore() {
	}

	static StoreOperation increments(RedisURI address) {
		RedissonClient client = client(address);
		IntFunction<Object> increment = (number) -> client.getAtomicLong("views:page-" + number).incrementAndGet();
		return new StoreOperation(increment, client::shutdown);
	}

	static StoreOperation limits(RedisURI address) {
		RedissonClient client = client(address);
		return new StoreOperation((number) -> MeasuredLimit.allowed(limiter(client, number).tryAcquire()), (number) -> {
			RRateLimiter limiter = limiter(client, number);
			limiter.trySetRate(RateType.OVERALL, MeasuredLimit.PERMITS, MeasuredLimit.PERIOD);
			return MeasuredLimit.allowed(limiter.tryAcquire(MeasuredLimit.FIRST));
		}, client::shutdown);
	}

	static StoreOperation comparisons(RedisURI address) {
		RedissonClient client = client(address);
		return new StoreOperation(
				(number) -> MeasuredLimit.allowed(state(client, number).compareAndSet("CLOSED", "CLOSED")),
				(number) -> {
					state(client, number).set("CLOSED");
					return Boolean.TRUE;
				}, client::shutdown);
	}

	private static RBucket<String> state(RedissonClient client, int number) {
		return client.getBucket("states:door-" + number, StringCodec.INSTANCE);
	}

	static StoreOperation permits(RedisURI address) {
		RedissonClient client = client(address);
		return new StoreOperation((number) -> {
			RPermitExpirableSemaphore permits = client.getPermitExpirableSemaphore("stock:sku-" + number);
			return MeasuredLimit.allowed(
					permits.tryRelease(permits.tryAcquireAsync(0, 15, TimeUnit.MINUTES).toCompletableFuture().join()));
		}, (number) -> client.getPermitExpirableSemaphore("stock:sku-" + number).trySetPermits(1_000_000),
				client::shutdown);
	}

	private static RRateLimiter limiter(RedissonClient client, int number) {
		return client.getRateLimiter("limits:" + MeasuredLimit.subject(number));
	}

	static RedissonClient client(RedisURI address) {
		Config config = new Config();
		config.useSingleServer().setAddress("redis://" + address.getHost() + ":" + address.getPort());
		return Redisson.create(config);
	}

}
