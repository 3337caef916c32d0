package io.github.redistiers.store.counter;

import java.time.Duration;
import java.util.List;
import java.util.Map;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.RepositoryName;
import io.github.redistiers.store.StoreFullException;
import io.github.redistiers.store.TestStore;
import io.github.redistiers.store.counter.CounterOutcome.Status;
import io.lettuce.core.cluster.SlotHash;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.InvalidDataAccessApiUsageException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * Changes that happen as a whole or not at all.
 */
@EachServerGeneration
class CounterChangeIntegrationTests {

	private static final CounterBounds STOCK = CounterBounds.atLeast(0);

	private static final Duration DAY = Duration.ofDays(1);

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private TestStore store;

	private CounterRepository counters;

	private CounterRepository accounts;

	CounterChangeIntegrationTests(ServerGeneration generation) {
	}

	@BeforeEach
	void start() {
		this.store = TestStore.on(server.get(), new CounterStructure());
		this.counters = this.store.repositories().create(CounterRepository.class, "stock");
		this.accounts = this.store.repositories()
			.create(CounterRepository.class, new RepositoryName("accounts", "bank"));
	}

	@AfterEach
	void stop() {
		this.store.close();
	}

	@Test
	void staysWithinItsBounds() {
		assertThat(this.counters.change(CounterChange.of("a", 3).within(STOCK)))
			.isEqualTo(new CounterOutcome(Status.APPLIED, Map.of("a", 3L)));
		assertThat(this.counters.change(CounterChange.of("a", -4).within(STOCK)))
			.isEqualTo(new CounterOutcome(Status.REFUSED, Map.of("a", 3L)));
		assertThat(this.counters.change(CounterChange.of("a", -3).within(STOCK)).value("a")).isZero();
		assertThat(this.counters.change(CounterChange.of("a", 11).within(CounterBounds.between(0, 10))).isApplied())
			.isFalse();
		assertThat(this.counters.change(CounterChange.of("a", 10).within(CounterBounds.atMost(10))).value("a"))
			.isEqualTo(10);
		assertThat(this.counters.value("a")).isEqualTo(10);
	}

	@Test
	void leavesNoTraceOfWhatWasRefused() {
		assertThat(this.counters.change(CounterChange.of("a", -1).within(STOCK).once("order", DAY)))
			.isEqualTo(new CounterOutcome(Status.REFUSED, Map.of("a", 0L)));
		assertThat(server.execute("DBSIZE")).isEqualTo(0L);
		this.counters.increment("a");
		assertThat(this.counters.change(CounterChange.of("a", -1).within(STOCK).once("order", DAY)).status())
			.isEqualTo(Status.APPLIED);
	}

	@Test
	void writesNothingWhenItIsRefused() {
		this.accounts.increment("a", 3);
		long written = changes();
		for (int i = 0; i < 10; i++) {
			assertThat(this.accounts.change(CounterChange.transfer("a", "b", 4)).isApplied()).isFalse();
		}
		assertThat(changes()).isEqualTo(written);
		server.get().fillToMaxmemory();
		assertThat(this.accounts.change(CounterChange.transfer("a", "b", 4)).status()).isEqualTo(Status.REFUSED);
		server.get().makeSpace();
	}

	private static long changes() {
		return String.valueOf(server.execute("INFO", "persistence"))
			.lines()
			.filter((line) -> line.startsWith("rdb_changes_since_last_save:"))
			.mapToLong((line) -> Long.parseLong(line.substring(line.indexOf(':') + 1).trim()))
			.sum();
	}

	@Test
	void comparesAllOfSixtyFourBits() {
		long large = Long.MAX_VALUE - 1;
		assertThat(this.counters.change(CounterChange.of("a", large).within(CounterBounds.atMost(large))).value("a"))
			.isEqualTo(large);
		assertThat(this.counters.change(CounterChange.of("a", 1).within(CounterBounds.atMost(large))).isApplied())
			.isFalse();
		assertThat(this.counters.change(CounterChange.of("b", -large).within(CounterBounds.atLeast(-large))).value("b"))
			.isEqualTo(-large);
		assertThat(this.counters.change(CounterChange.of("b", -1).within(CounterBounds.atLeast(-large))).value("b"))
			.isEqualTo(-large);
		assertThat(this.counters.change(CounterChange.of("c", Long.MIN_VALUE)).value("c")).isEqualTo(Long.MIN_VALUE);
		for (long bound : new long[] { -10, -9, -1, 0, 1, 9, 10, 99, 100 }) {
			for (long value : new long[] { -100, -99, -10, -9, -1, 0, 1, 9, 10, 99, 100 }) {
				this.counters.delete("d");
				assertThat(this.counters.change(CounterChange.of("d", value).within(CounterBounds.atLeast(bound)))
					.isApplied()).as(value + " at least " + bound).isEqualTo(value >= bound);
				this.counters.delete("d");
				assertThat(this.counters.change(CounterChange.of("d", value).within(CounterBounds.atMost(bound)))
					.isApplied()).as(value + " at most " + bound).isEqualTo(value <= bound);
			}
		}
	}

	@Test
	void movesFromOneToAnother() {
		this.accounts.increment("a", 10);
		assertThat(this.accounts.change(CounterChange.transfer("a", "b", 7)).values())
			.isEqualTo(Map.of("a", 3L, "b", 7L));
		assertThat(this.accounts.change(CounterChange.transfer("a", "b", 4)))
			.isEqualTo(new CounterOutcome(Status.REFUSED, Map.of("a", 3L, "b", 7L)));
		assertThat(this.accounts.value("a")).isEqualTo(3);
		assertThat(this.accounts.value("b")).isEqualTo(7);
		assertThatIllegalArgumentException().isThrownBy(() -> CounterChange.transfer("a", "b", -1));
		assertThatIllegalArgumentException().isThrownBy(() -> CounterChange.transfer("a", "a", 1));
	}

	@Test
	void changesSeveralOnlyInAGroup() {
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.counters.change(CounterChange.transfer("a", "b", 0)))
			.withMessageContaining("group");
		assertThat(server.execute("DBSIZE")).isEqualTo(0L);
	}

	@Test
	void changesNoneWhenOneCannotBeChanged() {
		this.accounts.increment("full", Long.MAX_VALUE);
		CounterChange overflow = CounterChange.of("a", 1).and("full", 1);
		assertThatExceptionOfType(CounterOverflowException.class).isThrownBy(() -> this.accounts.change(overflow));
		assertThat(server.execute("EXISTS", "shop:counter:{bank}:accounts:a")).isEqualTo(0L);
		server.execute("RPUSH", "shop:counter:{bank}:accounts:list", "1");
		server.execute("SET", "shop:counter:{bank}:accounts:text", "text");
		this.accounts.increment("a", 5);
		for (String other : List.of("list", "text")) {
			assertThatExceptionOfType(NotACounterException.class)
				.isThrownBy(() -> this.accounts.change(CounterChange.of("a", 1).and(other, 1)));
		}
		assertThat(this.accounts.value("a")).isEqualTo(5);
		assertThat(server.execute("GET", "shop:counter:{bank}:accounts:text")).isEqualTo("text");
	}

	@Test
	void happensOnce() {
		CounterChange order = CounterChange.of("a", 5).once("order-1", DAY);
		assertThat(this.counters.change(order)).isEqualTo(new CounterOutcome(Status.APPLIED, Map.of("a", 5L)));
		this.counters.increment("a");
		assertThat(this.counters.change(order)).isEqualTo(new CounterOutcome(Status.REPEATED, Map.of("a", 5L)));
		assertThat(this.counters.value("a")).isEqualTo(6);
		String mark = "shop:counter-operation:{shop:counter:stock:a}:order-1";
		assertThat(server.execute("PTTL", mark)).asInstanceOf(InstanceOfAssertFactories.LONG)
			.isBetween(1L, DAY.toMillis());
		assertThat(SlotHash.getSlot(mark)).isEqualTo(SlotHash.getSlot("shop:counter:stock:a"));
		assertThat(this.counters.change(CounterChange.of("b", 5).once("order-1", DAY)).status())
			.as("outside a group an id belongs to its counter")
			.isEqualTo(Status.APPLIED);
	}

	@Test
	void happensOnceToSeveral() {
		this.accounts.increment("a", 10);
		CounterChange pay = CounterChange.transfer("a", "b", 7).once("payment-1", DAY);
		assertThat(this.accounts.change(pay).status()).isEqualTo(Status.APPLIED);
		assertThat(this.accounts.change(pay)).isEqualTo(new CounterOutcome(Status.REPEATED, Map.of("a", 3L, "b", 7L)));
		assertThatExceptionOfType(InvalidDataAccessApiUsageException.class)
			.isThrownBy(() -> this.accounts.change(CounterChange.of("a", 1).once("payment-1", DAY)))
			.withMessageContaining("operation id");
		assertThat(server.execute("EXISTS", "shop:counter-operation:{bank}:accounts:payment-1")).isEqualTo(1L);
	}

	@Test
	void keepsBracesOutOfTheHashTag() {
		for (String key : List.of("a{b}c", "}{", "{}", "100%", "%7B")) {
			CounterChange change = CounterChange.of(key, 1).once("{x}", DAY);
			assertThat(this.counters.change(change).value(key)).isEqualTo(1);
			assertThat(this.counters.change(change).status()).isEqualTo(Status.REPEATED);
		}
		assertThat((List<?>) server.execute("KEYS", "shop:counter:stock:*")).hasSize(5)
			.allSatisfy((key) -> assertThat(key).asString().doesNotContain("{", "}"));
		assertThat((List<?>) server.execute("KEYS", "shop:counter-operation:*")).hasSize(5).allSatisfy((mark) -> {
			String counter = String.valueOf(mark).replaceAll("shop:counter-operation:\\{(.*?)}:\\{x}", "$1");
			assertThat(SlotHash.getSlot(String.valueOf(mark))).isEqualTo(SlotHash.getSlot(counter));
		});
	}

	@Test
	void isNotMadeOnAFullServer() {
		this.accounts.increment("a", 10);
		server.get().fillToMaxmemory();
		assertThatExceptionOfType(StoreFullException.class)
			.isThrownBy(() -> this.accounts.change(CounterChange.transfer("a", "b", 7).once("payment-1", DAY)));
		server.get().makeSpace();
		assertThat(this.accounts.value("a")).isEqualTo(10);
		assertThat(this.accounts.value("b")).isZero();
		assertThat(server.execute("EXISTS", "shop:counter-operation:{bank}:accounts:payment-1")).isEqualTo(0L);
	}

	@Test
	void needsNoOneToWait() {
		assertThat(this.counters.changeAsync(CounterChange.of("a", 5).within(STOCK))
			.toCompletableFuture()
			.join()
			.value("a")).isEqualTo(5);
		assertThat(this.counters.incrementAsync("a").toCompletableFuture().join()).isEqualTo(6);
		assertThat(this.counters.valueAsync("a").toCompletableFuture().join()).isEqualTo(6);
		assertThat(this.counters.deleteAsync("a").toCompletableFuture().join()).isTrue();
		server.execute("SET", "shop:counter:stock:a", "text");
		assertThat(this.counters.changeAsync(CounterChange.of("a", 5)).toCompletableFuture())
			.failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withCauseInstanceOf(NotACounterException.class);
		assertThat(this.counters.valueAsync("a").toCompletableFuture()).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withCauseInstanceOf(NotACounterException.class);
	}

	@Test
	void refusesKeysThatAreNone() {
		String half = "a\ud800";
		for (String key : List.of("", " ", "x".repeat(1_000_000), "ü".repeat(4096), half)) {
			assertThatIllegalArgumentException().isThrownBy(() -> this.counters.increment(key));
			assertThatIllegalArgumentException().isThrownBy(() -> this.counters.value(key));
			assertThatIllegalArgumentException().isThrownBy(() -> this.counters.change(CounterChange.of(key, 1)));
			assertThatIllegalArgumentException()
				.isThrownBy(() -> this.counters.increment(key, 1, CounterWindow.perDay()));
		}
		assertThatIllegalArgumentException().isThrownBy(() -> CounterChange.of("a", 1).once(" ", DAY));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.counters.change(CounterChange.of("a", 1).once("x".repeat(1_000_000), DAY)));
		assertThatIllegalArgumentException().isThrownBy(() -> CounterChange.of("a", 1).once("x", Duration.ZERO));
		assertThatIllegalArgumentException().isThrownBy(() -> CounterBounds.between(1, 0));
		assertThat(server.execute("DBSIZE")).isEqualTo(0L);
	}

}
