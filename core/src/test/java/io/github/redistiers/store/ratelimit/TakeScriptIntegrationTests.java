package io.github.redistiers.store.ratelimit;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.lettuce.core.ScriptOutputType;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What {@code take.lua} promises in its header, on every generation of servers: at any
 * moment, against limits that are reckoned without rounding.
 */
@EachServerGeneration
class TakeScriptIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private static final String TIME = "redis.call('TIME')";

	private static final String EXPIRY = ", 'PX', string.format('%.0f', ceil(longest / 1000))";

	private static final long START = 1_763_808_000_000_000L;

	private final String script = script();

	TakeScriptIntegrationTests(ServerGeneration generation) {
	}

	@BeforeEach
	void clear() {
		server.execute("FLUSHALL");
	}

	@Test
	void isExactAtAnyMoment() {
		Random random = new Random(42);
		for (int subject = 0; subject < 40; subject++) {
			List<RateLimit> some = RandomLimits.some(random);
			ExactLimits model = new ExactLimits(some);
			long now = START + random.nextInt(1_000_000);
			for (int i = 0; i < 40; i++) {
				long cost = RandomLimits.cost(some, random);
				assertThat(takeAt(now, "subject" + subject, cost, some)).as("%s costs %d of %s", i, cost, some)
					.isEqualTo(model.take(cost, now));
				now += RandomLimits.step(some, random);
			}
		}
	}

	@Test
	void owesNoMoreThanAWholeBurstOfTheLimitThatIsInForce() {
		List<RateLimit> slow = List.of(RateLimit.perDay(10));
		assertThat(takeAt(START, "a", 10, slow).get(0)).isEqualTo(1);
		List<RateLimit> fast = List.of(RateLimit.perSecond(3).burst(2));
		assertThat(takeAt(START, "a", 1, fast)).containsExactly(0L, 0L, 333_334L, 666_667L);
		assertThat(server.execute("GET", "a")).isEqualTo("1763808000666666668");
		assertThat(takeAt(START + 333_333, "a", 1, fast).get(0)).isEqualTo(0);
		assertThat(takeAt(START + 333_334, "a", 1, fast).get(0)).isEqualTo(1);
	}

	@Test
	void keepsTheMomentExactlyAndReadably() {
		RateLimit minute = RateLimit.perMinute(60);
		takeAt(START, "a", 1, List.of(RateLimit.perSecond(3), minute));
		assertThat(server.execute("GET", "a")).isEqualTo("1763808000333333334 1763808001000000");
		takeAt(START, "a", 1, List.of(RateLimit.perSecond(3)));
		assertThat(server.execute("GET", "a")).isEqualTo("1763808000666666668 1763808001000000");
		takeAt(START, "b", 1, List.of(RateLimit.perSecond(3000), minute));
		assertThat(server.execute("GET", "b")).isEqualTo("1763808000000333+1/3 1763808001000000");
		takeAt(START, "b", 1, List.of(RateLimit.perSecond(3000)));
		assertThat(server.execute("GET", "b")).isEqualTo("1763808000000666+2/3 1763808001000000");
		takeAt(START, "b", 1, List.of(RateLimit.perSecond(7000)));
		assertThat(server.execute("GET", "b")).as("what another limit left is rounded up")
			.isEqualTo("1763808000000809+6/7 1763808001000000");
	}

	@Test
	void writesNothingWhenItLooksOrDenies() {
		List<RateLimit> one = List.of(RateLimit.perMinute(1));
		takeAt(START, "a", 0, one);
		assertThat(server.execute("EXISTS", "a")).isEqualTo(0L);
		takeAt(START, "a", 1, one);
		Object before = server.execute("GET", "a");
		assertThat(takeAt(START + 1, "a", 1, one)).containsExactly(0L, 0L, 59_999_999L, 59_999_999L);
		assertThat(server.execute("GET", "a")).isEqualTo(before);
	}

	@Test
	void repliesMinusOneToAnyOtherTextAndLeavesItAlone() {
		for (String text : List.of("", " ", "5", "text", "1763808000000000 x", "1763808000000000+1", "-763808000000000",
				"1763808000000000  1763808000000000")) {
			server.execute("SET", "a", text);
			assertThat(takeAt(START, "a", 1, List.of(RateLimit.perMinute(1)))).as(text).containsExactly(-1L);
			assertThat(server.execute("GET", "a")).isEqualTo(text);
		}
	}

	private List<Long> takeAt(long now, String key, long cost, List<RateLimit> limits) {
		String time = "{'%d', '%d'}".formatted(now / 1_000_000, now % 1_000_000);
		List<String> arguments = new ArrayList<>(List.of(Long.toString(cost)));
		for (RateLimit limit : limits) {
			arguments.add(Long.toString(limit.burst()));
			arguments.add(Long.toString(limit.interval().numerator()));
			arguments.add(Long.toString(limit.interval().denominator()));
		}
		return server.get()
			.commands()
			.eval(this.script.replace(TIME, time), ScriptOutputType.MULTI, new String[] { key },
					arguments.toArray(String[]::new));
	}

	/**
	 * The script, at a moment of the test's choice, whose keys do not expire while the
	 * test's time stands still.
	 */
	private static String script() {
		try (InputStream stream = RedisRateLimits.class.getResourceAsStream("take.lua")) {
			String text = new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8);
			assertThat(text).containsOnlyOnce(TIME).containsOnlyOnce(EXPIRY);
			return text.replace(EXPIRY, "");
		}
		catch (IOException ex) {
			throw new AssertionError(ex);
		}
	}

}
