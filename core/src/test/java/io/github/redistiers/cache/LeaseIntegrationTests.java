package io.github.redistiers.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redistiers.devservices.RedisServerExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Mono;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two applications on one server, and what one of them loads while the other evicts.
 */
@Timeout(60)
class LeaseIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.cache();

	private final ExecutorService threads = Executors.newCachedThreadPool();

	private Application here;

	private Application there;

	@BeforeEach
	void start() {
		server.execute("FLUSHALL");
		this.here = new Application();
		this.there = new Application();
	}

	@AfterEach
	void stop() {
		this.threads.shutdownNow();
		this.here.close();
		this.there.close();
	}

	@ParameterizedTest
	@EnumSource
	void keepsWhatItLoads(Way way) {
		assertThat(way.read(this.here.names)).isEqualTo("v1");
		awaitKept(this.here);
		assertThat(way.read(this.here.names)).isEqualTo("v1");
		assertThat(way.read(this.there.names)).isEqualTo("v1");
		assertThat(this.here.source.loads).hasValue(1);
		assertThat(this.there.source.loads).hasValue(0);
	}

	@ParameterizedTest
	@EnumSource
	void doesNotKeepWhatAnotherApplicationEvictedMeanwhile(Way way) throws Exception {
		Future<String> stale = startLoading(way);
		this.there.names.evict(1);
		assertThat(finish(stale)).isEqualTo("v1");
		assertLoadsAnew(way);
	}

	@ParameterizedTest
	@EnumSource
	void doesNotKeepWhatTheSameApplicationEvictedMeanwhile(Way way) throws Exception {
		Future<String> stale = startLoading(way);
		this.here.names.evict(1);
		assertThat(finish(stale)).isEqualTo("v1");
		assertLoadsAnew(way);
	}

	@ParameterizedTest
	@EnumSource
	void doesNotKeepWhatWasClearedMeanwhile(Way way) throws Exception {
		Future<String> stale = startLoading(way);
		this.there.names.evictAll();
		assertThat(finish(stale)).isEqualTo("v1");
		assertThat(way.read(this.there.names)).isEqualTo("v1");
		assertThat(this.there.source.loads).hasValue(1);
	}

	@ParameterizedTest
	@EnumSource
	void doesNotOverwriteWhatWasPutMeanwhile(Way way) throws Exception {
		Future<String> stale = startLoading(way);
		this.there.names.put(1, "put");
		assertThat(finish(stale)).isEqualTo("v1");
		assertThat(way.read(this.here.names)).isEqualTo("put");
		assertThat(way.read(this.there.names)).isEqualTo("put");
	}

	@ParameterizedTest
	@EnumSource
	void returnsAndDoesNotKeepWhatLostItsLease(Way way) throws Exception {
		Future<String> load = startLoading(way);
		server.execute("FLUSHALL");
		assertThat(finish(load)).isEqualTo("v1");
		assertLoadsAnew(way);
	}

	@ParameterizedTest
	@EnumSource
	void keepsWhatTwoApplicationsLoadAtOnce(Way way) throws Exception {
		Future<String> first = startLoading(way);
		assertThat(way.read(this.there.names)).isEqualTo("v1");
		awaitKept(this.there);
		assertThat(finish(first)).isEqualTo("v1");
		assertThat(way.read(this.here.names)).isEqualTo("v1");
		assertThat(this.here.source.loads).hasValue(1);
	}

	/**
	 * A value that came asynchronously is kept asynchronously.
	 */
	private static void awaitKept(Application application) {
		Awaitility.await().until(() -> application.caches.cache("texts").get(1) != null);
	}

	private Future<String> startLoading(Way way) throws InterruptedException {
		Source source = this.here.source;
		source.gate.drainPermits();
		Future<String> load = this.threads.submit(() -> way.read(this.here.names));
		assertThat(source.reached.tryAcquire(30, TimeUnit.SECONDS)).isTrue();
		return load;
	}

	private String finish(Future<String> load) throws Exception {
		this.here.source.gate.release(1000);
		return load.get(30, TimeUnit.SECONDS);
	}

	private void assertLoadsAnew(Way way) {
		assertThat(way.read(this.there.names)).isEqualTo("v1");
		assertThat(this.there.source.loads).hasValue(1);
	}

	enum Way {

		PLAIN {
			@Override
			String read(Names names) {
				return names.plain(1);
			}
		},

		SYNC {
			@Override
			String read(Names names) {
				return names.sync(1);
			}
		},

		ASYNC {
			@Override
			String read(Names names) {
				return names.async(1).orTimeout(30, TimeUnit.SECONDS).join();
			}
		},

		ASYNC_SYNC {
			@Override
			String read(Names names) {
				return names.asyncSync(1).orTimeout(30, TimeUnit.SECONDS).join();
			}
		},

		MONO {
			@Override
			String read(Names names) {
				return names.mono(1).blockOptional(Duration.ofSeconds(30)).orElseThrow();
			}
		},

		MONO_SYNC {
			@Override
			String read(Names names) {
				return names.monoSync(1).blockOptional(Duration.ofSeconds(30)).orElseThrow();
			}
		};

		abstract String read(Names names);

	}

	static final class Application implements AutoCloseable {

		private final TestCaches caches = new TestCaches(server.get());

		private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

		private final Source source = new Source();

		private final Names names;

		Application() {
			this.context.registerBean("cacheManager", CacheTierCacheManager.class, this.caches::cacheManager,
					(definition) -> definition.setDestroyMethodName(""));
			this.context.registerBean(LeasedCaching.class, () -> new LeasedCaching(this.caches::cacheManager));
			this.context.registerBean(Names.class, () -> new Names(this.source));
			this.context.register(Caching.class);
			this.context.refresh();
			this.names = this.context.getBean(Names.class);
		}

		@Override
		public void close() {
			this.context.close();
			this.caches.close();
		}

	}

	@EnableCaching(proxyTargetClass = true)
	static class Caching {

	}

	static class Names {

		private final Source source;

		Names(Source source) {
			this.source = source;
		}

		@Cacheable("texts")
		public String plain(int id) {
			return this.source.load();
		}

		@Cacheable(cacheNames = "texts", sync = true)
		public String sync(int id) {
			return this.source.load();
		}

		@Cacheable("texts")
		public CompletableFuture<String> async(int id) {
			return CompletableFuture.supplyAsync(this.source::load, (load) -> new Thread(load).start());
		}

		@Cacheable(cacheNames = "texts", sync = true)
		public CompletableFuture<String> asyncSync(int id) {
			return CompletableFuture.supplyAsync(this.source::load, (load) -> new Thread(load).start());
		}

		@Cacheable("texts")
		public Mono<String> mono(int id) {
			return Mono.fromSupplier(this.source::load);
		}

		@Cacheable(cacheNames = "texts", sync = true)
		public Mono<String> monoSync(int id) {
			return Mono.fromSupplier(this.source::load);
		}

		@CacheEvict("texts")
		public void evict(int id) {
		}

		@CacheEvict(cacheNames = "texts", allEntries = true)
		public void evictAll() {
		}

		@CachePut(cacheNames = "texts", key = "#p0")
		public String put(int id, String value) {
			return value;
		}

	}

	/**
	 * It can be held up.
	 */
	static final class Source {

		private final AtomicInteger loads = new AtomicInteger();

		private final Semaphore gate = new Semaphore(1000);

		private final Semaphore reached = new Semaphore(0);

		String load() {
			this.loads.incrementAndGet();
			this.reached.release();
			this.gate.acquireUninterruptibly();
			return "v1";
		}

	}

}
