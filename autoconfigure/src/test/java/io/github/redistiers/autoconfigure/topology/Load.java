package io.github.redistiers.autoconfigure.topology;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.ToIntFunction;

import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.cache.autoconfigure.CacheAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Configuration;

import io.github.redistiers.autoconfigure.cache.CacheTierCacheAutoConfiguration;
import io.github.redistiers.autoconfigure.connection.BootRedisBackOffAutoConfiguration;
import io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration;
import io.github.redistiers.autoconfigure.store.StoreTierRepositoriesAutoConfiguration;
import io.github.redistiers.store.Applied;
import io.github.redistiers.store.StoreFailure;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application's callers of both tiers, who go on until they are closed.
 */
final class Load implements AutoCloseable {

	private static final int KEYS = 50;

	/**
	 * Other tests run on the same machine.
	 */
	private static final long PAUSE = Duration.ofMillis(2).toNanos();

	private final Callers store;

	private final Callers cache;

	private final Visits visits;

	private volatile boolean closed;

	private Load(ApplicationContext context) {
		Visits visits = context.getBean(Visits.class);
		this.visits = visits;
		Cache texts = Objects.requireNonNull(context.getBean(CacheManager.class).getCache("texts"));
		this.store = new Callers("store", (key) -> visits.increment(key) > 0);
		this.cache = new Callers("cache", (key) -> {
			texts.put(key, "a text");
			boolean isHit = texts.get(key) != null;
			Objects.requireNonNull(texts.get(key, () -> "a text"));
			return isHit;
		});
	}

	/**
	 * An application of both tiers.
	 */
	static ApplicationContextRunner application() {
		return new ApplicationContextRunner()
			.withInitializer((context) -> AutoConfigurationPackages
				.register((BeanDefinitionRegistry) context.getBeanFactory(), Visits.class.getPackageName()))
			.withPropertyValues("spring.application.name=shop", "spring.main.banner-mode=off",
					"redis-tiers.store.lettuce.pool.enabled=false", "redis-tiers.cache.lettuce.pool.enabled=false")
			.withUserConfiguration(Caching.class)
			.withConfiguration(AutoConfigurations.of(TierConnectionAutoConfiguration.class,
					BootRedisBackOffAutoConfiguration.class, DataRedisAutoConfiguration.class,
					SslAutoConfiguration.class, CacheTierCacheAutoConfiguration.class, CacheAutoConfiguration.class,
					StoreTierRepositoriesAutoConfiguration.class));
	}

	static Load on(ApplicationContext context) {
		Load load = new Load(context);
		Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> {
			load.store.call("key0");
			return load.store.count("key0", (calls) -> calls.acknowledged) > 0;
		});
		load.store.start();
		load.cache.start();
		load.awaitAnswers();
		load.store.forget();
		return load;
	}

	/**
	 * Waits until both tiers have answered for each key again: the store has counted, the
	 * cache has had what was put there.
	 */
	void awaitAnswers() {
		this.store.await((calls) -> calls.acknowledged);
		this.cache.await((calls) -> calls.acknowledged);
	}

	/**
	 * Waits until the store has been called for each key again, whatever came of it.
	 */
	void awaitCallsOfStore() {
		this.store.await((calls) -> calls.made);
	}

	List<Throwable> failuresOfStore() {
		return this.store.failures();
	}

	List<Throwable> failuresOfCache() {
		return this.cache.failures();
	}

	/**
	 * Ends the calls and checks that the store holds each change that was acknowledged,
	 * and none that was neither acknowledged nor doubtful.
	 */
	void assertNothingLost() {
		close();
		this.store.calls.forEach((key, calls) -> assertThat(this.visits.value(key)).as(key)
			.isBetween((long) calls.acknowledged, (long) calls.acknowledged + calls.doubtful));
	}

	@Override
	public void close() {
		this.closed = true;
		this.store.join();
		this.cache.join();
	}

	/**
	 * A call of a tier with some key.
	 */
	@FunctionalInterface
	private interface Call {

		boolean with(String key);

	}

	/**
	 * What came of the calls with one key.
	 */
	private static final class Calls {

		private volatile int made;

		private volatile int acknowledged;

		private volatile int doubtful;

	}

	private final class Callers {

		private final Call call;

		private final Thread thread;

		private final List<Throwable> failures = new ArrayList<>();

		private final Map<String, Calls> calls = new ConcurrentSkipListMap<>();

		Callers(String tier, Call call) {
			this.call = call;
			this.thread = new Thread(this::run, "callers-of-" + tier);
		}

		private void run() {
			for (int i = 0; !Load.this.closed; i++) {
				call("key" + i % KEYS);
				LockSupport.parkNanos(PAUSE);
			}
		}

		void call(String key) {
			Calls calls = this.calls.computeIfAbsent(key, (any) -> new Calls());
			try {
				if (this.call.with(key)) {
					calls.acknowledged = calls.acknowledged + 1;
				}
			}
			catch (RuntimeException ex) {
				if (!(ex instanceof StoreFailure failure) || failure.applied() != Applied.NO) {
					calls.doubtful = calls.doubtful + 1;
				}
				fail(ex);
			}
			calls.made = calls.made + 1;
		}

		private synchronized void fail(RuntimeException ex) {
			if (this.failures.size() < 100_000) {
				this.failures.add(ex);
			}
		}

		void await(ToIntFunction<Calls> what) {
			Map<String, Integer> before = new HashMap<>();
			for (int i = 0; i < KEYS; i++) {
				before.put("key" + i, count("key" + i, what));
			}
			// the second of them began after this was called
			try {
				Awaitility.await()
					.atMost(Duration.ofSeconds(120))
					.until(() -> before.entrySet()
						.stream()
						.allMatch((entry) -> count(entry.getKey(), what) > entry.getValue() + 1));
			}
			catch (ConditionTimeoutException ex) {
				List<Throwable> all = failures();
				throw new AssertionError("Not every key was answered; of %d failures the last are %s"
					.formatted(all.size(), all.subList(Math.max(0, all.size() - 3), all.size())), ex);
			}
		}

		int count(String key, ToIntFunction<Calls> what) {
			Calls calls = this.calls.get(key);
			return (calls != null) ? what.applyAsInt(calls) : 0;
		}

		synchronized List<Throwable> failures() {
			return List.copyOf(this.failures);
		}

		synchronized void forget() {
			this.failures.clear();
		}

		void start() {
			this.thread.start();
		}

		void join() {
			try {
				this.thread.join();
			}
			catch (InterruptedException ex) {
				Thread.currentThread().interrupt();
			}
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableCaching
	static class Caching {

	}

}
