package io.github.redistiers.cache;

import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

import io.github.redistiers.devservices.RedisServerExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.cache.Cache;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a clear leaves behind, and what it must leave alone.
 */
@Timeout(120)
class MemoryReclaimIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.cache();

	/**
	 * Every character that a pattern might understand.
	 */
	private static final String NASTY_PREFIX = "s*p?[a-z]\\x:";

	private static final String NASTY_NAME = "[^te]x*s\\";

	private TestCaches caches;

	private StringRedisTemplate redis;

	@BeforeEach
	void start() {
		this.caches = caches(true);
		this.redis = new StringRedisTemplate(this.caches.factory());
	}

	@AfterEach
	void stop() {
		this.caches.close();
	}

	@Test
	void givesTheMemoryBackAndKeepsWhatIsNew() {
		Cache texts = this.caches.cache("texts");
		fill(texts, 5000, "old");
		long full = usedMemory();
		texts.clear();
		fill(texts, 10, "new");
		awaitEntries("texts", 10);
		assertThat(full - usedMemory()).isGreaterThan(5000 * 500);
		for (int i = 0; i < 10; i++) {
			assertThat(texts.get(i, String.class)).startsWith("new");
		}
	}

	@Test
	void touchesNothingElse() {
		Cache texts = this.caches.cache(NASTY_NAME);
		fill(texts, 1000, "old");
		fill(this.caches.cache("texts"), 100, "kept");
		String generation = generation(NASTY_NAME);
		List<String> foreign = Stream
			.of("sXp?[a-z]\\x:cache:", "s*pX[a-z]\\x:cache:", "s*p?b\\x:cache:", "s*p?[a-z]x:cache:", "", "x",
					NASTY_PREFIX, NASTY_PREFIX + "cache:", NASTY_PREFIX + "counter:")
			.flatMap((prefix) -> Stream.of("texs\\", "[^te]xx\\", "[^te]x*s", NASTY_NAME, NASTY_NAME + "2", "")
				.map((name) -> prefix + name))
			.flatMap((prefix) -> Stream
				.of(":" + generation + ":1", ":" + generation, ":" + generation + "0:1", ":0000000000000000:1", ":1")
				.map((rest) -> prefix + rest))
			.filter((key) -> !key.startsWith(NASTY_PREFIX + "cache:" + NASTY_NAME + ":" + generation + ":"))
			.distinct()
			.toList();
		foreign.forEach((key) -> this.redis.opsForValue().set(key, "foreign"));
		texts.clear();
		// in the same pass, whose pattern then matches every cache's keys
		this.caches.cache("others").clear();
		fill(this.caches.cache("others"), 1, "old");
		this.caches.cache("others").clear();
		Awaitility.await().until(() -> keysOf(NASTY_NAME, generation) == 0);
		awaitAnotherPass();
		assertThat(foreign).hasSizeGreaterThan(200).allSatisfy((key) -> assertThat(this.redis.hasKey(key)).isTrue());
		assertThat(keysOf("texts", generation("texts"))).isEqualTo(100);
	}

	@Test
	void servesSeveralClearsOfSeveralCaches() {
		Cache texts = this.caches.cache("texts");
		Cache others = this.caches.cache("others");
		for (int round = 0; round < 20; round++) {
			fill(texts, 50, "old");
			fill(others, 50, "old");
			texts.clear();
			others.clear();
		}
		Awaitility.await().until(() -> size() == 2);
		fill(texts, 5, "new");
		texts.clear();
		Awaitility.await().until(() -> size() == 2);
	}

	@Test
	void reclaimsTheGenerationThatItEndedAndNotTheOneThatItKnew() {
		try (TestCaches other = caches(false)) {
			Cache here = this.caches.cache("texts");
			fill(here, 100, "first");
			String first = generation("texts");
			other.cache("texts").clear();
			fill(other.cache("texts"), 100, "second");
			String second = generation("texts");
			here.clear();
			Awaitility.await().until(() -> keysOf("texts", second) == 0);
			assertThat(keysOf("texts", first)).isEqualTo(100);
		}
	}

	@Test
	void leavesItToExpireWhereThatIsSwitchedOff() {
		try (TestCaches without = caches(false)) {
			fill(without.cache("texts"), 100, "old");
			String generation = generation("texts");
			without.cache("texts").clear();
			awaitAnotherPass();
			assertThat(keysOf("texts", generation)).isEqualTo(100);
		}
	}

	@Test
	void takesNoStrangeIdForItsOwn() {
		Cache texts = this.caches.cache("texts");
		this.redis.opsForValue().set(NASTY_PREFIX + "cache-generation:texts", "others");
		this.redis.opsForValue().set(NASTY_PREFIX + "cache:texts:others:1", "of a cache named texts:others");
		texts.clear();
		awaitAnotherPass();
		assertThat(this.redis.hasKey(NASTY_PREFIX + "cache:texts:others:1")).isTrue();
	}

	@Test
	void clearsWhatIsNoGenerationAtAll() {
		Cache texts = this.caches.cache("texts");
		fill(texts, 1, "old");
		this.redis.delete(NASTY_PREFIX + "cache-generation:texts");
		this.redis.opsForList().leftPush(NASTY_PREFIX + "cache-generation:texts", "foreign");
		texts.clear();
		assertThat(texts.get(0)).isNull();
		fill(texts, 1, "new");
		assertThat(texts.get(0, String.class)).startsWith("new");
	}

	@Test
	void endsWithTheApplication() {
		fill(this.caches.cache("texts"), 10_000, "old");
		long full = size();
		this.caches.cache("texts").clear();
		Awaitility.await().pollInterval(Duration.ofMillis(1)).until(() -> size() < full - 1000);
		this.caches.cacheManager().destroy();
		long atTheEnd = size();
		assertThat(atTheEnd).isGreaterThan(1000);
		Awaitility.await()
			.during(Duration.ofSeconds(1))
			.atMost(Duration.ofSeconds(10))
			.until(() -> size() > atTheEnd - 1000);
	}

	/**
	 * Until a pass that began after this call is over.
	 */
	private void awaitAnotherPass() {
		Cache probe = this.caches.cache("probe");
		fill(probe, 1, "old");
		String generation = generation("probe");
		probe.clear();
		Awaitility.await().until(() -> keysOf("probe", generation) == 0);
		fill(probe, 1, "old");
		String next = generation("probe");
		probe.clear();
		Awaitility.await().until(() -> keysOf("probe", next) == 0);
	}

	private void awaitEntries(String name, int count) {
		Awaitility.await().until(() -> size() == count + 1);
		assertThat(keysOf(name, generation(name))).isEqualTo(count);
	}

	private String generation(String name) {
		return String.valueOf(this.redis.opsForValue().get(NASTY_PREFIX + "cache-generation:" + name));
	}

	private long keysOf(String name, String generation) {
		String prefix = NASTY_PREFIX + "cache:" + name + ":" + generation + ":";
		return this.redis.keys("*").stream().filter((key) -> key.startsWith(prefix)).count();
	}

	/**
	 * Without the board of lives, which comes by itself.
	 */
	private long size() {
		return Long.parseLong(String.valueOf(server.execute("DBSIZE")))
				- Long.parseLong(String.valueOf(server.execute("EXISTS", NASTY_PREFIX + "cache-lives")));
	}

	private static void fill(Cache cache, int count, String value) {
		String text = value + "x".repeat(500);
		for (int i = 0; i < count; i++) {
			cache.put(i, text);
		}
	}

	private static long usedMemory() {
		return String.valueOf(server.execute("INFO", "memory"))
			.lines()
			.filter((line) -> line.startsWith("used_memory:"))
			.mapToLong((line) -> Long.parseLong(line.substring("used_memory:".length()).trim()))
			.findFirst()
			.orElseThrow();
	}

	private static TestCaches caches(boolean reclaiming) {
		return new TestCaches(TestCaches.patient(new RedisStandaloneConfiguration(server.host(), server.port())),
				NASTY_PREFIX, CacheSettings.builder().build(),
				(cacheManager) -> cacheManager.setReclaiming(reclaiming));
	}

}
