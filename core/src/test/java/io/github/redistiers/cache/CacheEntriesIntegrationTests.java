package io.github.redistiers.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;

import io.github.redistiers.cache.CacheServer.Trust;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What each script promises in its header, on every generation of servers.
 */
@EachServerGeneration
class CacheEntriesIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.cache();

	private static final AtomicInteger GENERATIONS = new AtomicInteger();

	private TestCaches caches;

	private StringRedisTemplate redis;

	private CacheEntries entries;

	CacheEntriesIntegrationTests(ServerGeneration generation) {
	}

	@BeforeEach
	void start() {
		server.execute("FLUSHALL");
		this.caches = new TestCaches(server.get());
		this.redis = new StringRedisTemplate(this.caches.factory());
		this.entries = entries(new CacheServer(this.caches.factory(), null, () -> {
		}));
	}

	@AfterEach
	void stop() {
		this.caches.close();
	}

	@Test
	void takesALeaseThatExpiresWhereNothingIs() {
		Lease lease = lease();
		assertThat(this.redis.opsForValue().get(text(lease.entry()))).isEqualTo(text(lease.token())).startsWith("~");
		assertThat(this.redis.getExpire(text(lease.entry()))).isBetween(1L, 30L);
	}

	@Test
	void givesTheLeaseThatIsThereAlready() {
		assertThat(text(lease().token())).isEqualTo(text(lease().token()));
		assertThat(this.entries.get("a").join()).satisfies((found) -> {
			assertThat(found.value()).isNull();
			assertThat(found.lease()).isNotNull();
		});
	}

	@Test
	void givesTheValueThatIsThereInsteadOfALease() {
		this.entries.put("a", bytes("value")).join();
		assertThat(this.entries.lease("a").join()).satisfies((found) -> {
			assertThat(found.value()).isEqualTo(bytes("value"));
			assertThat(found.lease()).isNull();
		});
	}

	@Test
	void fillsUnderItsLeaseOnce() {
		Lease lease = lease();
		assertThat(this.entries.fill(lease, bytes("first")).join()).isTrue();
		assertThat(this.entries.fill(lease, bytes("second")).join()).isFalse();
		assertThat(this.redis.opsForValue().get(text(lease.entry()))).isEqualTo("first");
		assertThat(this.redis.getExpire(text(lease.entry()))).isBetween(31L, 60L);
	}

	@Test
	void doesNotFillWhereNothingIs() {
		Lease lease = lease();
		this.entries.evict("a").join();
		assertThat(this.entries.fill(lease, bytes("stale")).join()).isFalse();
		assertThat(this.redis.hasKey(text(lease.entry()))).isFalse();
	}

	@Test
	void doesNotFillUnderAnothersLease() {
		Lease lease = lease();
		this.entries.evict("a").join();
		Lease other = lease();
		assertThat(this.entries.fill(lease, bytes("stale")).join()).isFalse();
		assertThat(this.entries.fill(other, bytes("fresh")).join()).isTrue();
	}

	@Test
	void givesBackItsOwnLeaseAlone() {
		Lease lease = lease();
		Lease foreign = new Lease(lease.entry(), bytes("~foreign"));
		assertThat(this.entries.release(foreign).join()).isFalse();
		assertThat(this.entries.release(lease).join()).isTrue();
		assertThat(this.redis.hasKey(text(lease.entry()))).isFalse();
	}

	@Test
	void putsWhereOnlyALeaseIs() {
		Lease lease = lease();
		assertThat(this.entries.putIfAbsent("a", bytes("put")).join()).isNull();
		assertThat(this.entries.putIfAbsent("a", bytes("later")).join()).isEqualTo(bytes("put"));
		assertThat(this.entries.fill(lease, bytes("stale")).join()).isFalse();
		assertThat(this.redis.getExpire(text(lease.entry()))).isBetween(31L, 60L);
	}

	@Test
	void evictsALeaseAndDoesNotTakeItForAValue() {
		lease();
		assertThat(this.entries.evictIfPresent("a").join()).isFalse();
		this.entries.put("a", bytes("value")).join();
		assertThat(this.entries.evictIfPresent("a").join()).isTrue();
		assertThat(this.entries.evictIfPresent("a").join()).isFalse();
	}

	@Test
	void runsItsScriptsWhereTheServerHasForgottenThem() {
		Lease lease = lease();
		server.execute("SCRIPT", "FLUSH");
		assertThat(this.entries.fill(lease, bytes("value")).join()).isTrue();
	}

	@Test
	void refusesToLeaseOnAFullServer() {
		this.entries.get("a").join();
		server.execute("CONFIG", "SET", "maxmemory-policy", "noeviction");
		server.execute("CONFIG", "SET", "maxmemory", "1");
		try {
			assertThat(this.entries.lease("a")).isNotNull()
				.failsWithin(Duration.ofSeconds(10))
				.withThrowableThat()
				.withMessageContaining("OOM");
		}
		finally {
			server.execute("CONFIG", "SET", "maxmemory", "100mb");
			server.execute("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
		}
	}

	@Test
	void evictsAndPutsInAGenerationThatItHasNotHeardOf() {
		CacheEntries deaf = entries(new CacheServer(this.caches.factory(), null, () -> {
		}));
		deaf.put("a", bytes("old")).join();
		deaf.put("b", bytes("old")).join();
		this.entries.clear().join();
		this.entries.put("a", bytes("old")).join();
		this.entries.put("b", bytes("old")).join();
		deaf.evict("a").join();
		deaf.put("b", bytes("new")).join();
		assertThat(this.entries.get("a").join().value()).isNull();
		assertThat(this.entries.get("b").join().value()).isEqualTo(bytes("new"));
	}

	@Test
	void asksAgainWhenTrustIsLostWhileItReads() {
		AtomicReference<@Nullable Trust> trust = new AtomicReference<>(new Trust());
		CacheEntries deaf = entries(new CacheServer(this.caches.factory(), null, () -> {
		}) {

			@Override
			@Nullable Trust trust() {
				return trust.getAndSet(null);
			}

		});
		deaf.put("a", bytes("old")).join();
		this.entries.clear().join();
		assertThat(deaf.get("a").join().value()).isNull();
	}

	private static CacheEntries entries(CacheServer server) {
		ServerTime time = new ServerTime(System::currentTimeMillis);
		CacheSettings settings = CacheSettings.builder().timeToLive(Duration.ofMinutes(1)).jitter(0).build();
		ExtendingReads reads = new ExtendingReads(new EntryLife(settings, RandomGenerator.getDefault(), time), time,
				new LongAdder());
		return new CacheEntries(server, new Generation("entries:", "generation", 60_000), reads, Duration.ofSeconds(30),
				() -> String.valueOf(GENERATIONS.incrementAndGet()));
	}

	private Lease lease() {
		Lease lease = this.entries.lease("a").join().lease();
		if (lease == null) {
			throw new AssertionError("There was no lease");
		}
		return lease;
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
