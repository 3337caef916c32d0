package io.github.redistiers.store.ratelimit;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.RepositoryName;
import io.github.redistiers.store.TestStore;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What callers see. Periods are long, so that nothing comes back while a test runs.
 */
@EachServerGeneration
class RateLimitRepositoryIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private static final String KEY = "shop:limit:logins:user-42";

	private static final RateLimit FIVE = RateLimit.perDay(5);

	private TestStore store;

	private RateLimitRepository logins;

	RateLimitRepositoryIntegrationTests(ServerGeneration generation) {
	}

	@BeforeEach
	void start() {
		this.store = TestStore.on(server.get(), new RateLimitStructure());
		this.logins = this.store.repositories().create(RateLimitRepository.class, "logins");
	}

	@AfterEach
	void stop() {
		this.store.close();
	}

	@Test
	void allowsABurstAndThenTellsHowLongToWait() {
		for (int i = 4; i >= 0; i--) {
			RateLimitResult result = this.logins.tryAcquire("user-42", FIVE);
			assertThat(result.allowed()).isTrue();
			assertThat(result.remaining()).isEqualTo(i);
			assertThat(result.retryAfter()).isZero();
			assertThat(result.fromStore()).isTrue();
			assertThat(result.limit()).isEqualTo(FIVE);
		}
		RateLimitResult denied = this.logins.tryAcquire("user-42", FIVE);
		assertThat(denied.allowed()).isFalse();
		assertThat(denied.remaining()).isZero();
		assertThat(denied.retryAfter()).isBetween(Duration.ofDays(1).dividedBy(5).minusMinutes(2),
				Duration.ofDays(1).dividedBy(5));
		assertThat(denied.resetAfter()).isBetween(Duration.ofDays(1).minusMinutes(2), Duration.ofDays(1));
		assertThat(this.logins.tryAcquire("user-43", FIVE).allowed()).as("another subject").isTrue();
	}

	@Test
	void takesTheCostOrNothing() {
		assertThat(this.logins.tryAcquire("user-42", 3, FIVE).remaining()).isEqualTo(2);
		assertThat(this.logins.tryAcquire("user-42", 3, FIVE).allowed()).isFalse();
		assertThat(this.logins.tryAcquire("user-42", 2, FIVE).allowed()).isTrue();
	}

	@Test
	void looksWithoutTaking() {
		assertThat(this.logins.peek("user-42", FIVE)).satisfies((result) -> {
			assertThat(result.allowed()).isTrue();
			assertThat(result.remaining()).isEqualTo(5);
			assertThat(result.resetAfter()).isZero();
		});
		assertThat(server.execute("DBSIZE")).isEqualTo(0L);
		this.logins.tryAcquire("user-42", 5, FIVE);
		assertThat(this.logins.tryAcquire("user-42", 0, FIVE)).satisfies((result) -> {
			assertThat(result.allowed()).isFalse();
			assertThat(result.retryAfter()).isPositive();
		});
	}

	@Test
	void takesFromSeveralLimitsOrFromNone() {
		RateLimit hour = RateLimit.perHour(2);
		RateLimit day = RateLimit.perDay(3);
		assertThat(this.logins.tryAcquire("user-42", hour, day).limit()).isEqualTo(hour);
		assertThat(this.logins.tryAcquire("user-42", hour, day).allowed()).isTrue();
		Object before = server.execute("GET", KEY);
		RateLimitResult denied = this.logins.tryAcquire("user-42", hour, day);
		assertThat(denied.allowed()).isFalse();
		assertThat(denied.limit()).isEqualTo(hour);
		assertThat(server.execute("GET", KEY)).isEqualTo(before);
		assertThat(this.logins.tryAcquire("user-42", hour.burst(4), day).limit()).isEqualTo(day);
		assertThat(this.logins.tryAcquire("user-42", hour.burst(9), day).allowed()).isFalse();
	}

	@Test
	void forgetsASubjectWhenItIsReset() {
		this.logins.tryAcquire("user-42", 5, FIVE);
		assertThat(this.logins.reset("user-42")).isTrue();
		assertThat(this.logins.reset("user-42")).isFalse();
		assertThat(this.logins.tryAcquire("user-42", 5, FIVE).allowed()).isTrue();
	}

	@Test
	void answersWithoutWaitingToo() {
		assertThat(this.logins.tryAcquireAsync("user-42", FIVE).toCompletableFuture().join().remaining()).isEqualTo(4);
		assertThat(this.logins.tryAcquireAsync("user-42", 4, FIVE).toCompletableFuture().join().allowed()).isTrue();
		assertThat(this.logins.peekAsync("user-42", FIVE).toCompletableFuture().join().allowed()).isFalse();
		assertThat(this.logins.resetAsync("user-42").toCompletableFuture().join()).isTrue();
		assertThat(this.logins.resetAsync("user-42").toCompletableFuture().join()).isFalse();
		server.execute("RPUSH", KEY, "1");
		assertThat(this.logins.tryAcquireAsync("user-42", FIVE).toCompletableFuture())
			.failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withCauseInstanceOf(NotARateLimitException.class);
	}

	@Test
	void isInForceAtOnceWhenItChanges() {
		this.logins.tryAcquire("user-42", 5, FIVE);
		assertThat(this.logins.tryAcquire("user-42", RateLimit.perHour(1)).retryAfter()).as("a faster rate")
			.isLessThanOrEqualTo(Duration.ofHours(1));
		this.logins.tryAcquire("user-43", 5, FIVE);
		assertThat(this.logins.tryAcquire("user-43", FIVE.burst(8)).remaining()).as("a larger burst").isEqualTo(2);
		assertThat(this.logins.peek("user-43", FIVE.burst(2)).allowed()).as("a smaller burst").isFalse();
	}

	@Test
	void letsNobodyWaitLongerThanTheNewLimitSays() {
		this.logins.tryAcquire("user-42", 5, FIVE);
		Awaitility.await()
			.atMost(Duration.ofSeconds(10))
			.until(() -> this.logins.tryAcquire("user-42", RateLimit.perSecond(5)).allowed());
	}

	@Test
	void keepsOneSmallStringThatExpiresWhenTheLimitIsUntouched() {
		this.logins.tryAcquire("user-42", RateLimit.perMinute(100));
		assertThat(memoryOf(KEY)).isLessThanOrEqualTo(100);
		this.logins.tryAcquire("user-42", 59, RateLimit.perMinute(60));
		assertThat((Long) server.execute("PTTL", KEY)).isBetween(40_000L, 60_000L);
		this.logins.tryAcquire("user-43", RateLimit.perSecond(3).burst(1));
		assertThat(memoryOf("shop:limit:logins:user-43")).as("with a fraction").isLessThanOrEqualTo(100);
		this.store.repositories()
			.create(RateLimitRepository.class, new RepositoryName("orders", "checkout"))
			.tryAcquire("{x}", FIVE);
		assertThat(server.execute("EXISTS", "shop:limit:{checkout}:orders:{x}")).isEqualTo(1L);
		this.logins.tryAcquire("{x}", FIVE);
		assertThat(server.execute("EXISTS", "shop:limit:logins:%7Bx%7D")).isEqualTo(1L);
	}

	private static long memoryOf(String key) {
		return (Long) Objects.requireNonNull(server.execute("MEMORY", "USAGE", key), key);
	}

	@Test
	void goesByTheServersClockAlone() {
		long before = serverTime();
		this.logins.tryAcquire("user-42", RateLimit.perHour(1));
		long hour = Duration.ofHours(1).toNanos() / 1000;
		assertThat(Long.parseLong(String.valueOf(server.execute("GET", KEY)))).isBetween(before + hour,
				serverTime() + hour);
	}

	private static long serverTime() {
		Object time = server.execute("TIME");
		return (time instanceof List<?> parts)
				? Long.parseLong(parts.get(0).toString()) * 1_000_000 + Long.parseLong(parts.get(1).toString()) : 0;
	}

	@Test
	void leavesAloneWhatIsNoRateLimit() {
		server.execute("RPUSH", KEY, "1");
		assertNotARateLimit();
		assertThat(server.execute("LRANGE", KEY, "0", "-1")).isEqualTo(List.of("1"));
		server.execute("DEL", KEY);
		server.execute("SET", KEY, "text");
		assertNotARateLimit();
		assertThat(server.execute("GET", KEY)).isEqualTo("text");
		assertThat(server.execute("TTL", KEY)).isEqualTo(-1L);
	}

	private void assertNotARateLimit() {
		assertThatExceptionOfType(NotARateLimitException.class)
			.isThrownBy(() -> this.logins.tryAcquire("user-42", FIVE))
			.withMessageContaining(KEY);
		assertThatExceptionOfType(NotARateLimitException.class).isThrownBy(() -> this.logins.peek("user-42", FIVE));
	}

	@Test
	void refusesWhatCannotWorkAndSendsNothing() {
		for (String subject : new @Nullable String[] { null, "", " ", "\n" }) {
			assertThatIllegalArgumentException().isThrownBy(() -> acquire(subject));
			assertThatIllegalArgumentException().isThrownBy(() -> reset(subject));
		}
		assertThatIllegalArgumentException().isThrownBy(() -> this.logins.tryAcquire("a", -1, FIVE))
			.withMessage("A cost of -1 permits is negative. Set at least 0.");
		assertThatIllegalArgumentException().isThrownBy(() -> this.logins.tryAcquire("a", 6, FIVE))
			.withMessage(
					"A cost of 6 permits never fits into the rate limit 5/1d. Set a larger burst, or a smaller cost.");
		assertThatIllegalArgumentException().isThrownBy(() -> this.logins.tryAcquire("a"))
			.withMessage("0 rate limits in one call. Name at least 1 and at most 8.");
		assertThatIllegalArgumentException().isThrownBy(() -> this.logins.tryAcquireAsync("a", Long.MIN_VALUE, FIVE));
		assertThat(server.execute("DBSIZE")).isEqualTo(0L);
	}

	@SuppressWarnings("NullAway") // what a caller without null checks may do
	private void acquire(@Nullable String subject) {
		this.logins.tryAcquire(subject, FIVE);
	}

	@SuppressWarnings("NullAway") // likewise
	private void reset(@Nullable String subject) {
		this.logins.reset(subject);
	}

	@Test
	void tellsOddSubjectsApart() {
		String longOne = "x".repeat(1 << 20);
		List<String> subjects = List.of("a", "a ", "{a}", "}a{", "a:b", "ü", "\u0000", "?", "\ud800", "\udc00",
				"\ud83d\ude00", longOne, longOne + "y", "x".repeat(128), "sha256:" + "0".repeat(64));
		for (String subject : subjects) {
			assertThat(this.logins.tryAcquire(subject, 5, FIVE).allowed()).as(subject.substring(0, 1)).isTrue();
		}
		for (String subject : subjects) {
			assertThat(this.logins.tryAcquire(subject, FIVE).allowed()).isFalse();
		}
		assertThat(server.execute("DBSIZE")).isEqualTo((long) subjects.size());
		List<?> keys = (List<?>) Objects.requireNonNull(server.execute("KEYS", "*"));
		assertThat(keys).allSatisfy((key) -> assertThat(key.toString()).hasSizeLessThan(160));
	}

	@Test
	void survivesAServerThatForgotItsScripts() {
		this.logins.tryAcquire("user-42", FIVE);
		server.execute("SCRIPT", "FLUSH");
		assertThat(this.logins.tryAcquire("user-42", FIVE).remaining()).isEqualTo(3);
	}

}
