package io.github.redistiers.benchmarks;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;

import io.github.redistiers.store.lock.HeldLock;
import io.github.redistiers.store.lock.Lease;
import io.github.redistiers.store.lock.LockRepository;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.api.StatefulRedisConnection;
import org.redisson.api.RLock;
import org.redisson.api.RedissonClient;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.integration.redis.util.RedisLockRegistry;

/**
 * A lock that is acquired, however long that takes, and released.
 */
final class Locking {

	private static final Duration LEASE = Duration.ofSeconds(30);

	private static final Duration LONG = Duration.ofSeconds(60);

	private static final String RELEASE = "if redis.call('GET', KEYS[1]) == ARGV[1] then return redis.call('DEL', KEYS[1]) end return 0";

	private Locking() {
	}

	static StoreOperation tiers(RedisURI address) {
		TiersStore store = new TiersStore(address);
		LockRepository locks = store.repository(LockRepository.class, "orders");
		Lease lease = Lease.once(LEASE);
		return new StoreOperation((number) -> {
			try (HeldLock lock = locks.acquire("order-" + number, LONG, lease)) {
				return lock;
			}
			catch (InterruptedException ex) {
				throw new IllegalStateException(ex);
			}
		}, store::close);
	}

	/**
	 * The least that a lock takes: it neither waits nor has a token.
	 */
	static StoreOperation raw(RedisURI address) {
		RedisClient client = RedisClient.create(address);
		StatefulRedisConnection<String, String> connection = client.connect();
		String digest = connection.sync().scriptLoad(RELEASE);
		SetArgs free = SetArgs.Builder.nx().px(LEASE);
		return new StoreOperation((number) -> {
			String key = "locks:order-" + number;
			String owner = Thread.currentThread().getName();
			if (connection.sync().set(key, owner, free) == null) {
				return false;
			}
			return connection.sync().evalsha(digest, ScriptOutputType.INTEGER, new String[] { key }, owner);
		}, client::shutdown);
	}

	static StoreOperation redisson(RedisURI address) {
		RedissonClient client = RedissonStore.client(address);
		return new StoreOperation((number) -> {
			RLock lock = client.getLock("locks:order-" + number);
			lock.lock(LEASE.toSeconds(), TimeUnit.SECONDS);
			lock.unlock();
			return lock;
		}, client::shutdown);
	}

	static StoreOperation springIntegration(RedisURI address) {
		LettuceConnectionFactory factory = new LettuceConnectionFactory(address.getHost(), address.getPort());
		factory.afterPropertiesSet();
		factory.start();
		RedisLockRegistry registry = new RedisLockRegistry(factory, "locks", LEASE.toMillis());
		// as fast as it can be where others wait
		registry.setRedisLockType(RedisLockRegistry.RedisLockType.PUB_SUB_LOCK);
		return new StoreOperation((number) -> {
			Lock lock = registry.obtain("order-" + number);
			lock.lock();
			lock.unlock();
			return lock;
		}, () -> {
			registry.destroy();
			factory.destroy();
		});
	}

}
