package io.github.redistiers.store.counter;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.TestStore;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Counts by stretches of time, whose beginnings the server's clock decides.
 */
@EachServerGeneration
class CounterWindowIntegrationTests {

	/**
	 * So long that no test sees two of them.
	 */
	private static final CounterWindow LONG = new CounterWindow(Duration.ofDays(100_000), 3);

	private static final String KEY = "shop:counter-window:visits:8640000000:a";

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private TestStore store;

	private CounterRepository counters;

	CounterWindowIntegrationTests(ServerGeneration generation) {
	}

	@BeforeEach
	void start() {
		this.store = TestStore.on(server.get(), new CounterStructure());
		this.counters = this.store.repositories().create(CounterRepository.class, "visits");
	}

	@AfterEach
	void stop() {
		this.store.close();
	}

	@Test
	void countsInTheCurrentOne() {
		assertThat(this.counters.increment("a", 2, LONG)).isEqualTo(2);
		assertThat(this.counters.incrementAsync("a", 40, LONG).toCompletableFuture().join()).isEqualTo(42);
		assertThat(this.counters.values("a", LONG)).containsExactly(42L, 0L, 0L);
		assertThat(this.counters.valuesAsync("a", LONG).toCompletableFuture().join()).containsExactly(42L, 0L, 0L);
		assertThat(this.counters.values("b", LONG)).isEqualTo(Collections.nCopies(3, 0L));
		assertThat(this.counters.value("a")).as("the plain counter").isZero();
		assertThat(this.counters.values("a", new CounterWindow(Duration.ofDays(99_999), 1))).containsExactly(0L);
	}

	@Test
	void keepsSomeAndForgetsTheOthers() {
		// 1970 is the first window, in which this runs
		server.execute("HSET", KEY, "-1", "10", "-2", "20", "-3", "30", "-4", "40");
		assertThat(this.counters.increment("a", 1, LONG)).isEqualTo(1);
		assertThat(this.counters.values("a", LONG)).containsExactly(1L, 10L, 20L);
		assertThat(this.counters.values("a", LONG.keeping(5))).containsExactly(1L, 10L, 20L, 0L, 0L);
		assertThat(server.execute("HLEN", KEY)).isEqualTo(3L);
	}

	@Test
	void expiresWithTheLastOneThatIsKept() {
		for (Map.Entry<CounterWindow, Duration> each : Map
			.of(CounterWindow.perMinute(), Duration.ofMinutes(60), CounterWindow.perHour(), Duration.ofHours(24),
					CounterWindow.perDay(), Duration.ofDays(7), CounterWindow.perDay().keeping(1), Duration.ofDays(1))
			.entrySet()) {
			this.counters.increment("a", 1, each.getKey());
			long length = each.getKey().length().toSeconds();
			assertThat(server.execute("TTL", "shop:counter-window:visits:" + length + ":a"))
				.asInstanceOf(InstanceOfAssertFactories.LONG)
				.isBetween(each.getValue().toSeconds() - length, each.getValue().toSeconds());
		}
	}

	@Test
	void isExactInAllOfSixtyFourBits() {
		assertThat(this.counters.increment("a", Long.MAX_VALUE, LONG)).isEqualTo(Long.MAX_VALUE);
		assertThatExceptionOfType(CounterOverflowException.class)
			.isThrownBy(() -> this.counters.increment("a", 1, LONG));
		assertThat(this.counters.values("a", LONG).get(0)).isEqualTo(Long.MAX_VALUE);
	}

	@Test
	void leavesAloneWhatIsNoCounter() {
		server.execute("SET", KEY, "text");
		assertThatExceptionOfType(NotACounterException.class).isThrownBy(() -> this.counters.increment("a", 1, LONG));
		assertThatExceptionOfType(NotACounterException.class).isThrownBy(() -> this.counters.values("a", LONG));
		assertThat(server.execute("GET", KEY)).isEqualTo("text");
		assertThat(server.execute("TTL", KEY)).isEqualTo(-1L);
	}

	@Test
	void refusesLengthsThatAreNone() {
		for (Duration length : List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofMillis(1500))) {
			assertThatIllegalArgumentException().isThrownBy(() -> new CounterWindow(length, 1));
		}
		assertThatIllegalArgumentException().isThrownBy(() -> CounterWindow.perDay().keeping(0));
		assertThatIllegalArgumentException().isThrownBy(() -> CounterWindow.perDay().keeping(1001));
	}

}
