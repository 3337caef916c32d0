package io.github.redistiers.store.reservation;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.Applied;
import io.github.redistiers.store.RepositoryName;
import io.github.redistiers.store.StoreFullException;
import io.github.redistiers.store.TestStore;
import io.github.redistiers.store.reservation.ReservationOutcome.Status;
import io.lettuce.core.cluster.SlotHash;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.InvalidDataAccessApiUsageException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@EachServerGeneration
class ReservationRepositoryIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private static final Duration HOUR = Duration.ofHours(1);

	private static final Duration MOMENT = Duration.ofMillis(1);

	private static final String KEY = "shop:reservation:stock:a";

	private static final String DEADLINES = "shop:reservation-deadlines:{shop:reservation:stock:a}";

	private TestStore store;

	private ReservationRepository stock;

	private ReservationRepository group;

	ReservationRepositoryIntegrationTests(ServerGeneration generation) {
	}

	@BeforeEach
	void start() {
		this.store = TestStore.on(server.get(), new ReservationStructure());
		this.stock = this.store.repositories().create(ReservationRepository.class, "stock");
		this.group = this.store.repositories()
			.create(ReservationRepository.class, new RepositoryName("stock", "checkout"));
	}

	@AfterEach
	void stop() {
		this.store.close();
	}

	@Test
	void holdsAndConfirms() {
		assertThat(this.stock.stock("a")).isEqualTo(new Stock(0, 0, 0));
		assertThat(this.stock.restock("a", 10, "delivery")).isEqualTo(new Stock(10, 0, 0));
		Instant before = time();
		ReservationOutcome outcome = this.stock.reserve("a", 3, "order", HOUR);
		assertThat(outcome.status()).isEqualTo(Status.HELD);
		assertThat(outcome.isReserved()).isTrue();
		assertThat(outcome.expiresAt()).isBetween(before.plus(HOUR), time().plus(HOUR));
		assertThat(this.stock.stock("a")).isEqualTo(new Stock(7, 3, 0));
		this.stock.confirm("a", "order");
		assertThat(this.stock.stock("a")).isEqualTo(new Stock(7, 0, 3));
		assertThat(this.stock.stock("a").stocked()).isEqualTo(10);
	}

	@Test
	void givesBack() {
		this.stock.restock("a", 10, "delivery");
		this.stock.reserve("a", 3, "order", HOUR);
		assertThat(this.stock.release("a", "order")).isTrue();
		assertThat(this.stock.release("a", "order")).isFalse();
		assertThat(this.stock.release("a", "another")).isFalse();
		assertThat(this.stock.stock("a")).isEqualTo(new Stock(10, 0, 0));
		assertThat(this.stock.reserve("a", 10, "order", HOUR).isReserved()).isTrue();
	}

	@Test
	void isSoldOut() {
		this.stock.restock("a", 2, "delivery");
		this.stock.reserve("a", 1, "one", HOUR);
		assertThat(this.stock.reserve("a", 2, "two", HOUR))
			.isEqualTo(new ReservationOutcome(Status.SOLD_OUT, null, Map.of("a", 1L)));
		assertThat(this.stock.reserve("never-stocked", 1, "two", HOUR).shortages())
			.isEqualTo(Map.of("never-stocked", 0L));
		assertThat(this.stock.stock("a")).isEqualTo(new Stock(1, 1, 0));
		assertThat(server.execute("DBSIZE")).isEqualTo(2L);
		this.stock.restock("a", 1, "another-delivery");
		assertThat(this.stock.reserve("a", 2, "two", HOUR).isReserved()).isTrue();
	}

	@Test
	void happensOnceUnderAnId() {
		this.stock.restock("a", 10, "delivery");
		assertThat(this.stock.restock("a", 10, "delivery")).isEqualTo(new Stock(10, 0, 0));
		ReservationOutcome outcome = this.stock.reserve("a", 3, "order", HOUR);
		assertThat(this.stock.reserve("a", 3, "order", Duration.ofHours(2))).isEqualTo(outcome);
		assertThat(this.stock.stock("a")).isEqualTo(new Stock(7, 3, 0));
		this.stock.confirm("a", "order");
		this.stock.confirm("a", "order");
		assertThat(this.stock.stock("a")).isEqualTo(new Stock(7, 0, 3));
		assertThat(this.stock.reserve("a", 3, "order", HOUR))
			.isEqualTo(new ReservationOutcome(Status.CONFIRMED, null, Map.of()));
		assertThat(this.stock.stock("a")).isEqualTo(new Stock(7, 0, 3));
	}

	@Test
	void refusesAnIdThatStandsForSomethingElse() {
		this.stock.restock("a", 10, "delivery");
		this.stock.reserve("a", 3, "order", HOUR);
		List<ThrowingCallable> wrong = List.of(() -> this.stock.reserve("a", 4, "order", HOUR),
				() -> this.stock.reserve("a", 10, "delivery", HOUR), () -> this.stock.restock("a", 11, "delivery"),
				() -> this.stock.restock("a", 3, "order"), () -> this.stock.release("a", "delivery"));
		for (ThrowingCallable call : wrong) {
			assertThatExceptionOfType(HoldReusedException.class).isThrownBy(call).withMessageContaining(KEY);
		}
		this.stock.confirm("a", "order");
		assertThatExceptionOfType(HoldReusedException.class)
			.isThrownBy(() -> this.stock.reserve("a", 4, "order", HOUR));
		assertThat(this.stock.stock("a")).isEqualTo(new Stock(7, 0, 3));
	}

	@Test
	void confirmsNothingThatIsNotHeld() {
		this.stock.restock("a", 10, "delivery");
		List<ThrowingCallable> wrong = List.of(() -> this.stock.confirm("a", "order"),
				() -> this.stock.confirm("a", "delivery"), () -> this.stock.extend("a", "order", HOUR),
				() -> this.stock.extend("a", "delivery", HOUR), () -> this.stock.confirm("b", "order"));
		for (ThrowingCallable call : wrong) {
			assertThatExceptionOfType(NotHeldException.class).isThrownBy(call);
		}
		this.stock.reserve("a", 3, "order", HOUR);
		this.stock.release("a", "order");
		assertThatExceptionOfType(NotHeldException.class).isThrownBy(() -> this.stock.confirm("a", "order"))
			.withMessageContainingAll("order", KEY);
		assertThat(this.stock.stock("a")).isEqualTo(new Stock(10, 0, 0));
	}

	@Test
	void neitherReleasesNorExtendsWhatWasConfirmed() {
		this.stock.restock("a", 10, "delivery");
		this.stock.reserve("a", 3, "order", HOUR);
		this.stock.confirm("a", "order");
		assertThatExceptionOfType(HoldConfirmedException.class).isThrownBy(() -> this.stock.release("a", "order"));
		assertThatExceptionOfType(HoldConfirmedException.class).isThrownBy(() -> this.stock.extend("a", "order", HOUR));
		assertThat(this.stock.stock("a")).isEqualTo(new Stock(7, 0, 3));
	}

	@Test
	void countsWhatHasExpiredAsFreeAlthoughItIsStillThere() {
		this.stock.restock("a", 10, "delivery");
		this.stock.reserve("a", 10, "order", MOMENT);
		awaitHeld("a", 0);
		assertThat(this.stock.stock("a")).isEqualTo(new Stock(10, 0, 0));
		assertThat(entry("order")).as("looking writes nothing").startsWith("h10 1 ");
		assertThatExceptionOfType(NotHeldException.class).isThrownBy(() -> this.stock.confirm("a", "order"));
		assertThat(server.execute("HGET", KEY, "stock")).asString().startsWith("10 0 0 ");
		assertThat(entry("order")).as("whoever writes takes it out").isEqualTo("null");
		this.stock.reserve("a", 10, "order", MOMENT);
		awaitHeld("a", 0);
		assertThat(this.stock.reserve("a", 10, "another", HOUR).isReserved()).isTrue();
		assertThat(this.stock.release("a", "order")).isFalse();
		assertThatExceptionOfType(NotHeldException.class).isThrownBy(() -> this.stock.extend("a", "order", HOUR));
		assertThat(this.stock.stock("a")).isEqualTo(new Stock(0, 10, 0));
		assertKeysAgree("a");
	}

	@Test
	void holdsAnewUnderAnIdThatHasExpired() {
		this.stock.restock("a", 10, "delivery");
		for (int i = 0; i < 3; i++) {
			this.stock.reserve("a", 10, "order", MOMENT);
			awaitHeld("a", 0);
		}
		assertThat(this.stock.reserve("a", 7, "order", HOUR).isReserved()).as("other content as well").isTrue();
		assertThat(this.stock.stock("a")).isEqualTo(new Stock(3, 7, 0));
		assertKeysAgree("a");
	}

	@Test
	void takesOutTheHoldOfItsOwnIdThatHasExpired() {
		for (ThrowingCallable call : List.<ThrowingCallable>of(() -> this.stock.release("a", "order"),
				() -> this.stock.reserve("a", 11, "order", HOUR), () -> this.stock.restock("a", 1, "order"))) {
			this.stock.delete("a");
			this.stock.restock("a", 10, "delivery");
			this.stock.reserve("a", 10, "order", MOMENT);
			awaitHeld("a", 0);
			assertThatCode(call).doesNotThrowAnyException();
			assertThat(this.stock.stock("a").held()).isZero();
			assertThat(this.stock.stock("a").available()).isBetween(10L, 11L);
			assertThat(entry("order")).doesNotStartWith("h");
			assertKeysAgree("a");
		}
	}

	@Test
	void holdsForLonger() {
		this.stock.restock("a", 10, "delivery");
		this.stock.reserve("a", 3, "order", HOUR);
		Instant before = time();
		Instant extended = this.stock.extend("a", "order", HOUR.multipliedBy(2));
		assertThat(extended).isBetween(before.plus(HOUR.multipliedBy(2)), time().plus(HOUR.multipliedBy(2)));
		assertThat(this.stock.extend("a", "order", MOMENT)).as("and never shorter").isEqualTo(extended);
		assertThat(this.stock.reserve("a", 3, "order", MOMENT).expiresAt()).isEqualTo(extended);
		assertThat(this.stock.stock("a")).isEqualTo(new Stock(7, 3, 0));
	}

	@Test
	void keepsWhatWasExtendedOrConfirmedBeforeItWasDue() {
		this.stock.restock("a", 10, "delivery");
		this.stock.reserve("a", 1, "extended", HOUR);
		this.stock.reserve("a", 2, "confirmed", HOUR);
		this.stock.reserve("a", 3, "expired", HOUR);
		this.stock.extend("a", "extended", HOUR.multipliedBy(2));
		this.stock.confirm("a", "confirmed");
		// what the sorted set knows is the time of the reservation
		for (String id : List.of("#extended", "#confirmed", "#expired")) {
			server.execute("ZADD", DEADLINES, "1000", id);
		}
		server.execute("HSET", KEY, "#expired", "h3 1 1000", "stock", "4 4 2 1000");
		assertThat(this.stock.stock("a")).isEqualTo(new Stock(7, 1, 2));
		assertThat(this.stock.reserve("a", 8, "other", HOUR).isReserved()).isFalse();
		assertThat(this.stock.stock("a")).isEqualTo(new Stock(7, 1, 2));
		this.stock.confirm("a", "confirmed");
		this.stock.confirm("a", "extended");
		assertThat(this.stock.stock("a")).isEqualTo(new Stock(7, 0, 3));
		assertKeysAgree("a");
		assertThat(server.execute("ZCOUNT", DEADLINES, "-inf", "1000")).isEqualTo(0L);
	}

	@Test
	void forgetsConfirmationsAndRestocksAfterADay() {
		this.stock.restock("a", 10, "delivery");
		this.stock.reserve("a", 3, "order", HOUR);
		long before = time().toEpochMilli();
		this.stock.confirm("a", "order");
		long remembered = Long.parseLong(entry("order").split(" ")[2]);
		assertThat(remembered).isBetween(before + 86_400_000, time().toEpochMilli() + 86_400_000);
		// a day later
		server.execute("HSET", KEY, "#order", "c3 1 1000", "#delivery", "s10 1 1000", "stock", "7 0 3 1000");
		server.execute("ZADD", DEADLINES, "1000", "#order", "1000", "#delivery");
		assertThatExceptionOfType(NotHeldException.class).isThrownBy(() -> this.stock.confirm("a", "order"));
		assertThat(this.stock.stock("a")).isEqualTo(new Stock(7, 0, 3));
		assertThat(server.execute("HKEYS", KEY)).isEqualTo(List.of("stock"));
		assertThat(server.execute("HGET", KEY, "stock")).isEqualTo("7 0 3 0");
		assertThat(this.stock.restock("a", 10, "delivery")).isEqualTo(new Stock(17, 0, 3));
	}

	@Test
	void isExactHoweverMuchIsDueAtOnce() {
		manyAreDue(1000);
		assertThat(this.stock.stock("a")).isEqualTo(new Stock(1000, 0, 0));
		assertKeysAgree("a");
		manyAreDue(1000);
		assertThat(this.stock.reserve("a", 1001, "order", HOUR).shortages()).isEqualTo(Map.of("a", 1000L));
		manyAreDue(1000);
		assertThat(this.stock.reserve("a", 1000, "order", HOUR).isReserved()).isTrue();
		assertThat(this.stock.stock("a")).isEqualTo(new Stock(0, 1000, 0));
		manyAreDue(1000);
		assertThat(this.stock.restock("a", 5, "delivery")).isEqualTo(new Stock(1005, 0, 0));
		manyAreDue(1000);
		assertThatExceptionOfType(NotHeldException.class).isThrownBy(() -> this.stock.confirm("a", "hold-999"));
		assertThat(this.stock.reserve("a", 1, "hold-998", HOUR).isReserved()).as("due, and not among the first")
			.isTrue();
		assertThat(this.stock.release("a", "hold-997")).isFalse();
		assertThat(this.stock.stock("a")).isEqualTo(new Stock(999, 1, 0));
		assertKeysAgree("a");
	}

	@Test
	void takesOutABoundedNumberAtATime() {
		manyAreDue(1000);
		this.stock.release("a", "another");
		assertThat(server.execute("ZCARD", DEADLINES)).isEqualTo(800L);
		assertThat(server.execute("HLEN", KEY)).isEqualTo(801L);
	}

	private void manyAreDue(int number) {
		server.execute("DEL", KEY, DEADLINES);
		List<String> fields = new ArrayList<>(List.of("HSET", KEY, "stock", "0 " + number + " 0 1000"));
		List<String> scores = new ArrayList<>(List.of("ZADD", DEADLINES));
		for (int i = 0; i < number; i++) {
			fields.addAll(List.of("#hold-" + i, "h1 1 " + (1000 + i)));
			scores.addAll(List.of(String.valueOf(1000 + i), "#hold-" + i));
		}
		server.execute(fields.toArray(String[]::new));
		server.execute(scores.toArray(String[]::new));
	}

	@Test
	void holdsSeveralItemsOrNone() {
		this.group.restock("a", 5, "delivery");
		this.group.restock("b", 1, "delivery");
		Map<String, Long> cart = Map.of("a", 2L, "b", 1L);
		ReservationOutcome outcome = this.group.reserve(cart, "one", HOUR);
		assertThat(outcome.status()).isEqualTo(Status.HELD);
		assertThat(this.group.reserve(cart, "one", HOUR)).isEqualTo(outcome);
		assertThat(this.group.reserve(cart, "two", HOUR))
			.isEqualTo(new ReservationOutcome(Status.SOLD_OUT, null, Map.of("b", 0L)));
		assertThat(this.group.stock("a")).isEqualTo(new Stock(3, 2, 0));
		Instant extended = this.group.extend(cart.keySet(), "one", HOUR.multipliedBy(2));
		assertThat(this.group.reserve(cart, "one", HOUR).expiresAt()).isEqualTo(extended);
		this.group.confirm(cart.keySet(), "one");
		this.group.confirm(cart.keySet(), "one");
		assertThat(this.group.reserve(cart, "one", HOUR).status()).isEqualTo(Status.CONFIRMED);
		assertThat(this.group.stock("a")).isEqualTo(new Stock(3, 0, 2));
		assertThat(this.group.stock("b")).isEqualTo(new Stock(0, 0, 1));
		assertThatExceptionOfType(HoldConfirmedException.class)
			.isThrownBy(() -> this.group.release(cart.keySet(), "one"));
	}

	@Test
	void confirmsSeveralItemsOrNone() {
		this.group.restock("a", 5, "delivery");
		this.group.restock("b", 5, "delivery");
		this.group.reserve(Map.of("a", 2L, "b", 1L), "one", HOUR);
		this.group.release("b", "one");
		assertThatExceptionOfType(NotHeldException.class)
			.isThrownBy(() -> this.group.confirm(List.of("a", "b"), "one"));
		assertThatExceptionOfType(NotHeldException.class)
			.isThrownBy(() -> this.group.extend(List.of("a", "b"), "one", HOUR));
		assertThat(this.group.stock("a")).isEqualTo(new Stock(3, 2, 0));
		assertThat(this.group.release(List.of("a", "b"), "one")).isTrue();
		assertThat(this.group.release(List.of("a", "b"), "one")).isFalse();
		assertThat(this.group.stock("a")).isEqualTo(new Stock(5, 0, 0));
		assertThat(this.group.stock("b")).isEqualTo(new Stock(5, 0, 0));
	}

	@Test
	void refusesAHoldOfOtherItemsUnderTheSameId() {
		for (String item : List.of("a", "b", "c")) {
			this.group.restock(item, 5, "delivery");
		}
		this.group.reserve(Map.of("a", 2L, "b", 1L), "one", HOUR);
		for (Map<String, Long> other : List.of(Map.of("a", 2L), Map.of("a", 2L, "c", 1L), Map.of("a", 2L, "b", 2L),
				Map.of("a", 2L, "b", 1L, "c", 1L))) {
			assertThatExceptionOfType(HoldReusedException.class)
				.isThrownBy(() -> this.group.reserve(other, "one", HOUR));
		}
		assertThat(this.group.stock("c")).isEqualTo(new Stock(5, 0, 0));
	}

	@Test
	void holdsSeveralItemsOnlyInAGroup() {
		for (ThrowingCallable call : List.<ThrowingCallable>of(
				() -> this.stock.reserve(Map.of("a", 1L, "b", 1L), "one", HOUR),
				() -> this.stock.confirm(List.of("a", "b"), "one"), () -> this.stock.release(List.of("a", "b"), "one"),
				() -> this.stock.extend(List.of("a", "b"), "one", HOUR))) {
			assertThatExceptionOfType(InvalidDataAccessApiUsageException.class).isThrownBy(call)
				.withMessageContaining("group");
		}
		assertThat(server.execute("DBSIZE")).isEqualTo(0L);
	}

	@Test
	void keepsTwoKeysOfOneSlotWithoutExpiry() {
		this.stock.restock("a", 10, "delivery");
		this.stock.reserve("a", 3, "order", HOUR);
		assertThat(server.execute("HGET", KEY, "stock")).asString().matches("7 3 0 \\d{13}");
		assertThat(entry("order")).matches("h3 1 \\d{13}");
		assertThat(entry("delivery")).matches("s10 1 \\d{13}");
		assertThat(server.execute("ZRANGE", DEADLINES, "0", "-1")).isEqualTo(List.of("#order", "#delivery"));
		assertThat(server.execute("TTL", KEY)).isEqualTo(-1L);
		assertThat(server.execute("TTL", DEADLINES)).isEqualTo(-1L);
		this.group.restock("{x}", 1, "delivery");
		assertThat(server.execute("EXISTS", "shop:reservation:{checkout}:stock:{x}",
				"shop:reservation-deadlines:{checkout}:stock:{x}"))
			.isEqualTo(2L);
		for (String item : List.of("a{b}c", "}{", "{}", "100%")) {
			this.stock.restock(item, 1, "{x}");
			assertThat(this.stock.reserve(item, 1, "{y}", HOUR).isReserved()).isTrue();
			this.stock.confirm(item, "{y}");
			assertThat(this.stock.delete(item)).isTrue();
		}
		assertThat(SlotHash.getSlot(DEADLINES)).isEqualTo(SlotHash.getSlot(KEY));
		assertThat(this.stock.delete("a")).isTrue();
		assertThat(this.stock.delete("a")).isFalse();
		assertThat(this.group.delete("{x}")).isTrue();
		assertThat(server.execute("DBSIZE")).isEqualTo(0L);
	}

	@Test
	void leavesAloneWhatIsNoStock() {
		for (String key : List.of(KEY, DEADLINES)) {
			server.execute("FLUSHALL");
			server.execute("SET", key, "text");
			assertThatExceptionOfType(NotAStockException.class).isThrownBy(() -> this.stock.restock("a", 1, "b"));
			assertThat(server.execute("GET", key)).isEqualTo("text");
			assertThat(server.execute("DBSIZE")).isEqualTo(1L);
		}
		server.execute("FLUSHALL");
		server.execute("SET", KEY, "text");
		for (ThrowingCallable call : List.<ThrowingCallable>of(() -> this.stock.reserve("a", 1, "b", HOUR),
				() -> this.stock.confirm("a", "b"), () -> this.stock.release("a", "b"),
				() -> this.stock.extend("a", "b", HOUR), () -> this.stock.stock("a"))) {
			assertThatExceptionOfType(NotAStockException.class).isThrownBy(call).withMessageContaining(KEY);
		}
		server.execute("DEL", KEY);
		server.execute("HSET", KEY, "stock", "many");
		assertThatExceptionOfType(NotAStockException.class).isThrownBy(() -> this.stock.stock("a"));
		server.execute("HSET", KEY, "stock", "1 0 0 0", "#order", "text");
		assertThatExceptionOfType(NotAStockException.class).isThrownBy(() -> this.stock.confirm("a", "order"));
		assertThatExceptionOfType(NotAStockException.class).isThrownBy(() -> this.stock.reserve("a", 1, "order", HOUR));
	}

	@Test
	void changesNoneOfSeveralItemsWhenOneIsNoStock() {
		// whichever of them comes first
		for (String broken : List.of("a", "b")) {
			server.execute("FLUSHALL");
			this.group.restock("a", 5, "delivery");
			this.group.restock("b", 5, "delivery");
			String deadlines = "shop:reservation-deadlines:{checkout}:stock:" + broken;
			server.execute("DEL", deadlines);
			server.execute("SET", deadlines, "text");
			assertThatExceptionOfType(NotAStockException.class)
				.isThrownBy(() -> this.group.reserve(Map.of("a", 1L, "b", 1L), "one", HOUR));
			assertThat(this.group.stock("a")).isEqualTo(new Stock(5, 0, 0));
			assertThat(this.group.stock("b")).isEqualTo(new Stock(5, 0, 0));
		}
	}

	@Test
	void confirmsAndReleasesOnAFullServer() {
		for (ReservationRepository each : List.of(this.stock, this.group)) {
			each.restock("a", 10, "delivery");
			for (String id : List.of("confirmed", "released", "extended")) {
				each.reserve("a", 1, id, HOUR);
			}
			each.reserve("a", 7, "expired", MOMENT);
			awaitHeld(each, "a", 3);
		}
		this.group.restock("b", 10, "delivery");
		this.group.reserve(Map.of("a", 7L, "b", 1L), "both", HOUR);
		server.get().fillToMaxmemory();
		for (ReservationRepository each : List.of(this.stock, this.group)) {
			assertThatExceptionOfType(StoreFullException.class).isThrownBy(() -> each.restock("a", 1, "another"))
				.satisfies((ex) -> assertThat(ex.applied()).isEqualTo(Applied.NO));
			each.confirm("a", "confirmed");
			assertThat(each.release("a", "released")).isTrue();
			each.extend("a", "extended", HOUR.multipliedBy(2));
		}
		assertThatExceptionOfType(StoreFullException.class)
			.isThrownBy(() -> this.stock.reserve("a", 1, "another", HOUR))
			.satisfies((ex) -> assertThat(ex.applied()).isEqualTo(Applied.NO));
		assertThat(this.stock.reserve("a", 11, "another", HOUR).isReserved()).as("writes nothing").isFalse();
		this.group.confirm(List.of("a", "b"), "both");
		server.get().makeSpace();
		assertThat(this.stock.stock("a")).isEqualTo(new Stock(8, 1, 1));
		assertThat(this.group.stock("a")).isEqualTo(new Stock(1, 1, 8));
		assertThat(this.group.stock("b")).isEqualTo(new Stock(9, 0, 1));
		assertKeysAgree("a");
	}

	@Test
	void reservesNothingOnAFullServerWhereSomethingIsDue() {
		this.stock.restock("a", 1, "delivery");
		this.stock.reserve("a", 1, "expired", MOMENT);
		awaitHeld("a", 0);
		server.get().fillToMaxmemory();
		assertThatExceptionOfType(StoreFullException.class)
			.isThrownBy(() -> this.stock.reserve("a", 1, "another", HOUR));
		assertThat(this.stock.release("a", "expired")).isFalse();
		server.get().makeSpace();
		assertThat(this.stock.stock("a")).isEqualTo(new Stock(1, 0, 0));
		assertKeysAgree("a");
	}

	@Test
	void needsNoOneToWait() {
		assertThat(this.group.restockAsync("a", 5, "delivery").toCompletableFuture().join())
			.isEqualTo(new Stock(5, 0, 0));
		for (String id : List.of("1", "2")) {
			assertThat(this.group.reserveAsync("a", 1, id, HOUR).toCompletableFuture().join().isReserved()).isTrue();
			assertThat(this.group.extendAsync("a", id, HOUR).toCompletableFuture().join()).isAfter(time());
		}
		assertThat(this.group.reserveAsync(Map.of("a", 1L), "3", HOUR).toCompletableFuture().join().status())
			.isEqualTo(Status.HELD);
		assertThat(this.group.extendAsync(List.of("a"), "3", HOUR).toCompletableFuture().join()).isAfter(time());
		this.group.confirmAsync("a", "1").toCompletableFuture().join();
		this.group.confirmAsync(List.of("a"), "3").toCompletableFuture().join();
		assertThat(this.group.releaseAsync("a", "2").toCompletableFuture().join()).isTrue();
		assertThat(this.group.releaseAsync(List.of("a"), "2").toCompletableFuture().join()).isFalse();
		assertThat(this.group.stockAsync("a").toCompletableFuture().join()).isEqualTo(new Stock(3, 0, 2));
		assertThat(this.group.confirmAsync("a", "2").toCompletableFuture()).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withCauseInstanceOf(NotHeldException.class);
		assertThat(this.group.deleteAsync("a").toCompletableFuture().join()).isTrue();
	}

	@Test
	void countsNoMoreThanItCanCountExactly() {
		assertThat(this.stock.restock("a", ReservationRepository.MOST - 1, "one").available())
			.isEqualTo(999_999_999_999_999L);
		assertThatExceptionOfType(StockLimitException.class).isThrownBy(() -> this.stock.restock("a", 2, "two"));
		assertThat(this.stock.restock("a", 1, "two").available()).isEqualTo(ReservationRepository.MOST);
		this.stock.reserve("a", ReservationRepository.MOST - 1, "order", HOUR);
		assertThat(this.stock.stock("a")).isEqualTo(new Stock(1, ReservationRepository.MOST - 1, 0));
		assertThatExceptionOfType(StockLimitException.class).isThrownBy(() -> this.stock.restock("a", 1, "three"));
	}

	@Test
	void refusesWhatCannotBeRight() {
		for (long quantity : new long[] { 0, -1, Long.MIN_VALUE, ReservationRepository.MOST + 1, Long.MAX_VALUE }) {
			assertIllegal(() -> this.stock.restock("a", quantity, "delivery"));
			assertIllegal(() -> this.stock.reserve("a", quantity, "order", HOUR));
			assertIllegal(() -> this.group.reserve(Map.of("a", 1L, "b", quantity), "order", HOUR));
		}
		for (Duration time : List.of(Duration.ZERO, Duration.ofNanos(999_999), Duration.ofHours(-1),
				Duration.ofDays(3651), Duration.ofSeconds(Long.MAX_VALUE))) {
			assertIllegal(() -> this.stock.reserve("a", 1, "order", time));
			assertIllegal(() -> this.stock.extend("a", "order", time));
		}
		String half = "a\ud800";
		for (String item : List.of("", " ", "x".repeat(1_000_000), "ü".repeat(4096), half)) {
			assertIllegal(() -> this.stock.restock(item, 1, "delivery"));
			assertIllegal(() -> this.stock.reserve(item, 1, "order", HOUR));
			assertIllegal(() -> this.stock.confirm(item, "order"));
			assertIllegal(() -> this.stock.release(item, "order"));
			assertIllegal(() -> this.stock.stock(item));
			assertIllegal(() -> this.stock.delete(item));
		}
		for (String id : List.of("", " ", "x".repeat(257), "x".repeat(1_000_000), half, "a\nb")) {
			assertIllegal(() -> this.stock.restock("a", 1, id));
			assertIllegal(() -> this.stock.reserve("a", 1, id, HOUR));
			assertIllegal(() -> this.stock.confirm("a", id));
			assertIllegal(() -> this.stock.release("a", id));
		}
		assertIllegal(() -> this.group.reserve(Map.of(), "order", HOUR));
		assertIllegal(() -> this.group.confirm(List.of(), "order"));
		assertIllegal(() -> this.group.confirm(List.of("a", "a"), "order"));
		assertIllegal(() -> this.group.confirm(Collections.nCopies(101, "a"), "order"));
		assertThat(server.execute("DBSIZE")).isEqualTo(0L);
	}

	@Test
	void takesAHundredItemsTogether() {
		Map<String, Long> cart = new HashMap<>();
		for (int i = 0; i < ReservationRepository.MOST_ITEMS; i++) {
			cart.put("sku-" + i, 1L);
			this.group.restock("sku-" + i, 1, "delivery");
		}
		assertThat(this.group.reserve(cart, "order", HOUR).isReserved()).isTrue();
		assertThat(this.group.reserve(cart, "another", HOUR).shortages()).hasSize(ReservationRepository.MOST_ITEMS);
		this.group.confirm(cart.keySet(), "order");
		assertThat(this.group.stock("sku-99")).isEqualTo(new Stock(0, 0, 1));
	}

	private static void assertIllegal(ThrowingCallable call) {
		assertThatIllegalArgumentException().isThrownBy(call);
	}

	private void awaitHeld(String item, long held) {
		awaitHeld(this.stock, item, held);
	}

	private static void awaitHeld(ReservationRepository repository, String item, long held) {
		Awaitility.await().pollInterval(Duration.ofMillis(2)).until(() -> repository.stock(item).held() == held);
	}

	private static String entry(String id) {
		return String.valueOf(server.execute("HGET", KEY, "#" + id));
	}

	/**
	 * Every id has a deadline and the other way round, and what is held is what is said
	 * to be.
	 */
	private static void assertKeysAgree(String item) {
		List<String> ids = new ArrayList<>(server.get().commands().hkeys("shop:reservation:stock:" + item));
		ids.remove("stock");
		String deadlines = "shop:reservation-deadlines:{shop:reservation:stock:" + item + "}";
		assertThat(server.get().commands().zrange(deadlines, 0, -1)).containsExactlyInAnyOrderElementsOf(ids);
		long held = server.get()
			.commands()
			.hvals("shop:reservation:stock:" + item)
			.stream()
			.filter((entry) -> entry.startsWith("h"))
			.mapToLong((entry) -> Long.parseLong(entry.substring(1, entry.indexOf(' '))))
			.sum();
		assertThat(server.execute("HGET", "shop:reservation:stock:" + item, "stock")).asString()
			.matches("\\d+ " + held + " \\d+ \\d+");
	}

	private static Instant time() {
		List<String> time = server.get().commands().time();
		return Instant.ofEpochMilli(Long.parseLong(time.get(0)) * 1000 + Long.parseLong(time.get(1)) / 1000);
	}

}
