package io.github.redistiers.cache;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.redistiers.devservices.RedisServerExtension;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.slf4j.LoggerFactory;

import org.springframework.cache.Cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What a cache does with keys and values that it cannot keep as they are.
 */
class CacheBadInputIntegrationTests {

	private static final int MEGABYTE = 1 << 20;

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.cache();

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	private TestCaches caches;

	@BeforeEach
	void start() {
		this.caches = new TestCaches(server.get());
		this.log.start();
		logger().addAppender(this.log);
	}

	@AfterEach
	void stop() {
		logger().detachAppender(this.log);
		this.caches.close();
	}

	@Test
	void keepsValuesOfAKeyOfAMegabyteUnderAShortOne() {
		Cache texts = this.caches.cache("texts");
		String key = "k".repeat(MEGABYTE);
		String other = "k".repeat(MEGABYTE - 1) + "l";
		texts.put(key, "a");
		assertThat(texts.get(other, () -> "b")).isEqualTo("b");
		assertThat(texts.get(key, String.class)).isEqualTo("a");
		assertThat(texts.evictIfPresent(key)).isTrue();
		assertThat(texts.get(key)).isNull();
		assertThat(texts.get(other, String.class)).isEqualTo("b");
		assertThat(server.get().commands().keys("*")).allSatisfy((kept) -> assertThat(kept).hasSizeLessThan(200));
	}

	@Test
	void keepsAValueOfSomeMegabytes() {
		String value = "v".repeat(4 * MEGABYTE);
		this.caches.cache("texts").put("large", value);
		assertThat(this.caches.cache("texts").get("large", String.class)).isEqualTo(value);
	}

	@Test
	void saysOnceWhatItCannotWriteAndReturnsItAllTheSame() {
		Cache things = this.caches.cache("anything");
		AtomicInteger loads = new AtomicInteger();
		for (int i = 0; i < 3; i++) {
			StringBuilder loaded = new StringBuilder("unwritable " + loads.incrementAndGet());
			assertThat(things.get("a", () -> loaded)).isSameAs(loaded);
			assertThat(things.retrieve("b", () -> CompletableFuture.completedFuture(loaded)).join()).isSameAs(loaded);
			things.put("c", loaded);
			assertThat(things.get("c")).isNull();
		}
		List<ILoggingEvent> errors = this.log.list.stream()
			.filter((event) -> event.getLevel().equals(Level.ERROR))
			.toList();
		assertThat(errors).singleElement()
			.satisfies((event) -> assertThat(event.getFormattedMessage())
				.startsWith("The cache \"anything\" cannot keep its values; the source is asked each time. ")
				.contains(StringBuilder.class.getName())
				.doesNotContain("unwritable 1"));
	}

	@Test
	void refusesANullKey() {
		Cache texts = this.caches.cache("texts");
		for (ThrowingCallable call : List.<ThrowingCallable>of(() -> texts.get(nullKey()),
				() -> texts.get(nullKey(), () -> "a"), () -> texts.put(nullKey(), "a"), () -> texts.evict(nullKey()),
				() -> texts.putIfAbsent(nullKey(), "a"), () -> texts.retrieve(nullKey()))) {
			assertThatIllegalArgumentException().isThrownBy(call).withMessage("A cache key must not be null");
		}
	}

	private static Logger logger() {
		return (Logger) LoggerFactory.getLogger(CacheOutage.class);
	}

	@SuppressWarnings("NullAway")
	private static Object nullKey() {
		return null;
	}

}
