package io.github.redistiers.test.slice;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;

import io.github.redistiers.CacheTier;
import io.github.redistiers.test.CacheMemory;
import io.github.redistiers.test.RedisTiersTest;
import io.github.redistiers.test.TierServers;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.context.annotation.Import;
import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.core.RedisOperations;
import org.springframework.data.redis.core.SessionCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link CacheMemory#FORGETS}.
 */
@RedisTiersTest(cache = CacheMemory.FORGETS)
@Import({ Prices.class, Tallies.class })
class ForgetfulCacheIntegrationTests {

	@Autowired
	private TierServers servers;

	@Autowired
	private CacheManager caches;

	@Autowired
	private Prices prices;

	@Autowired
	@CacheTier
	private StringRedisTemplate template;

	@Test
	void changesNothingForAnApplicationThatUsesItsCacheAsOne() {
		Habits.keepPrices(this.prices);
	}

	@Test
	void showsThatAnApplicationUsesItsCacheAsAStore(@Autowired Tallies tallies) {
		assertThatExceptionOfType(AssertionError.class).isThrownBy(() -> Habits.keepTallies(tallies));
	}

	@Test
	void findsNothingThatWasPut() {
		Cache cache = cache();
		cache.put("key", 1);
		assertThat(cache.get("key")).isNull();
		assertThat(cache.putIfAbsent("key", 1)).isNull();
		assertThat(cache.putIfAbsent("key", 2)).isNull();
		assertThat(cache.evictIfPresent("key")).isFalse();
	}

	@Test
	void findsNothingThatWasLoaded() {
		int before = this.prices.reads();
		IntStream.range(0, 5).forEach((call) -> this.prices.of("tea"));
		assertThat(this.prices.reads()).isEqualTo(before + 5);
	}

	@Test
	void stillLoadsForCallersAtTheSameTime() throws Exception {
		ExecutorService callers = Executors.newFixedThreadPool(8);
		try {
			this.prices.raise("cup", 7);
			List<Future<Integer>> answers = IntStream.range(0, 100)
				.mapToObj((call) -> callers.submit(() -> this.prices.sharedOf("cup")))
				.toList();
			for (Future<Integer> answer : answers) {
				assertThat(answer.get()).isEqualTo(7);
			}
		}
		finally {
			this.prices.forget("cup");
			callers.shutdownNow();
		}
	}

	@Test
	void findsNothingThatATransactionPut() {
		TransactionTemplate transaction = new TransactionTemplate(new Transactions());
		Cache cache = cache();
		transaction.executeWithoutResult((status) -> {
			cache.put("key", 1);
			assertThat(cache.get("key")).isNull();
		});
		assertThat(cache.get("key")).isNull();
	}

	@Test
	void believesNoServerThatCannotBeEmptied() {
		Cache cache = cache();
		cache.put("key", 1);
		this.servers.cache().makeReadOnly();
		assertThat(cache.get("key")).isNull();
		assertThatException().isThrownBy(() -> this.template.opsForValue().get("key"));
	}

	@Test
	void findsNothingThroughTemplates() {
		this.template.opsForValue().set("key", "value", Duration.ofMinutes(1));
		assertThat(this.template.opsForValue().get("key")).isNull();
	}

	@Test
	void leavesATransactionOfTheServerWhole() {
		List<Object> replies = this.template.execute(new SessionCallback<>() {

			@Override
			@SuppressWarnings("unchecked")
			public <K, V> List<Object> execute(RedisOperations<K, V> operations) throws DataAccessException {
				RedisOperations<String, String> texts = (RedisOperations<String, String>) operations;
				texts.multi();
				texts.opsForValue().set("key", "value", Duration.ofMinutes(1));
				texts.opsForValue().get("key");
				return texts.exec();
			}

		});
		assertThat(replies).hasSize(2).last().isEqualTo("value");
	}

	@Test
	void forgetsNothingOfTheStore(@Autowired Visits visits) {
		assertThat(visits.increment("door")).isOne();
		this.template.hasKey("key");
		assertThat(visits.increment("door")).isEqualTo(2);
	}

	private Cache cache() {
		Cache cache = this.caches.getCache("plain");
		assertThat(cache).isNotNull();
		return cache;
	}

	private static final class Transactions extends AbstractPlatformTransactionManager {

		private static final long serialVersionUID = 1L;

		@Override
		protected Object doGetTransaction() {
			return new Object();
		}

		@Override
		protected void doBegin(Object transaction, TransactionDefinition definition) {
			// nothing is behind it
		}

		@Override
		protected void doCommit(DefaultTransactionStatus status) {
			// nothing is behind it
		}

		@Override
		protected void doRollback(DefaultTransactionStatus status) {
			// nothing is behind it
		}

	}

}
