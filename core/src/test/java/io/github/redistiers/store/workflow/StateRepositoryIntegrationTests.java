package io.github.redistiers.store.workflow;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.Applied;
import io.github.redistiers.store.Durability;
import io.github.redistiers.store.DurabilityLevel;
import io.github.redistiers.store.RepositoryName;
import io.github.redistiers.store.StoreFullException;
import io.github.redistiers.store.TestStore;
import io.github.redistiers.store.workflow.StateOutcome.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

@EachServerGeneration
class StateRepositoryIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private static final String KEY = "shop:state:orders:17";

	private TestStore store;

	private OrderStates states;

	StateRepositoryIntegrationTests(ServerGeneration generation) {
	}

	@BeforeEach
	void start() {
		this.store = TestStore.on(server.get(), new WorkflowStructure());
		this.states = this.store.repositories().create(OrderStates.class);
	}

	@AfterEach
	void stop() {
		this.store.close();
	}

	@Test
	void goesFromStateToState() {
		assertThat(this.states.state("17")).isEmpty();
		assertThat(this.states.history("17")).isEmpty();
		assertThat(this.states.start("17", "checkout")).isEqualTo(applied(OrderState.NEW));
		assertThat(this.states.transition("17", OrderState.NEW, OrderState.PAID, "payment"))
			.isEqualTo(applied(OrderState.PAID));
		assertThat(this.states.state("17")).contains(OrderState.PAID);
		assertThat(this.states.transition("17", OrderState.PAID, OrderState.SHIPPED, "parcel"))
			.isEqualTo(applied(OrderState.SHIPPED));
		assertThat(this.states.state("17")).contains(OrderState.SHIPPED);
		assertThat(this.states.state("18")).isEmpty();
	}

	@Test
	void answersWithTheActualStateWhenItRefuses() {
		assertThat(this.states.transition("17", OrderState.NEW, OrderState.PAID, "a")).isEqualTo(refused(null));
		this.states.start("17", "b");
		this.states.transition("17", OrderState.NEW, OrderState.CANCELLED, "c");
		String before = String.valueOf(server.execute("GET", KEY));
		assertThat(this.states.transition("17", OrderState.NEW, OrderState.PAID, "d"))
			.isEqualTo(refused(OrderState.CANCELLED));
		assertThat(this.states.start("17", "e")).isEqualTo(refused(OrderState.CANCELLED));
		assertThat(server.execute("GET", KEY)).isEqualTo(before);
		assertThat(server.execute("DBSIZE")).isEqualTo(1L);
	}

	@Test
	void changesOnceForAnEvent() {
		this.states.start("17", "a");
		assertThat(this.states.start("17", "a")).isEqualTo(repeated(OrderState.NEW));
		this.states.transition("17", OrderState.NEW, OrderState.PAID, "b");
		String before = String.valueOf(server.execute("GET", KEY));
		assertThat(this.states.transition("17", OrderState.NEW, OrderState.PAID, "b"))
			.isEqualTo(repeated(OrderState.PAID));
		assertThat(this.states.start("17", "a")).isEqualTo(repeated(OrderState.PAID));
		assertThat(server.execute("GET", KEY)).isEqualTo(before);
		this.states.transition("17", OrderState.PAID, OrderState.SHIPPED, "c");
		assertThat(this.states.transition("17", OrderState.NEW, OrderState.PAID, "b")).as("and tells where it is now")
			.isEqualTo(repeated(OrderState.SHIPPED));
	}

	@Test
	void refusesAnEventThatHasMadeAnotherChange() {
		this.states.start("17", "a");
		this.states.transition("17", OrderState.NEW, OrderState.PAID, "b");
		String before = String.valueOf(server.execute("GET", KEY));
		for (String event : List.of("a", "b")) {
			assertThatExceptionOfType(EventReusedException.class)
				.isThrownBy(() -> this.states.transition("17", OrderState.PAID, OrderState.SHIPPED, event))
				.withMessageContainingAll(event, KEY);
		}
		assertThatExceptionOfType(EventReusedException.class).isThrownBy(() -> this.states.start("17", "b"));
		assertThat(server.execute("GET", KEY)).isEqualTo(before);
		assertThat(this.states.start("18", "a")).as("an event belongs to its entity")
			.isEqualTo(applied(OrderState.NEW));
	}

	@Test
	void doesNotAskTheServerForWhatIsNotInTheTable() {
		this.states.start("17", "a");
		assertThatExceptionOfType(UnknownTransitionException.class)
			.isThrownBy(() -> this.states.transition("17", OrderState.NEW, OrderState.SHIPPED, "b"));
		assertThatExceptionOfType(UnknownTransitionException.class)
			.isThrownBy(() -> this.states.transitionAsync("17", OrderState.NEW, OrderState.NEW, "b"));
		assertThat(this.states.state("17")).contains(OrderState.NEW);
	}

	@Test
	void keepsItsHistoryByTheServersClock() {
		Instant before = time();
		this.states.start("17", "a");
		this.states.transition("17", OrderState.NEW, OrderState.PAID, "b c {d}");
		assertThat(this.states.history("17")).satisfiesExactly((change) -> {
			assertThat(change.from()).isNull();
			assertThat(change.to()).isEqualTo(OrderState.NEW);
			assertThat(change.eventId()).isEqualTo("a");
			assertThat(change.at()).isBetween(before, time());
		}, (change) -> {
			assertThat(change.from()).isEqualTo(OrderState.NEW);
			assertThat(change.to()).isEqualTo(OrderState.PAID);
			assertThat(change.eventId()).isEqualTo("b c {d}");
			assertThat(change.at()).isBetween(before, time());
		});
	}

	@Test
	void forgetsTheOldestChangesAndTheirEvents() {
		Lights lights = this.store.repositories().create(Lights.class, "lights");
		assertThat(lights.start("a", "0").isApplied()).isTrue();
		for (int i = 1; i <= 20; i++) {
			assertThat(lights.transition("a", before(i), after(i), String.valueOf(i)).status())
				.isEqualTo(Status.APPLIED);
			assertThat(lights.history("a")).hasSize(Math.min(i + 1, 3));
		}
		assertThat(lights.history("a")).extracting(StateChange::eventId).containsExactly("18", "19", "20");
		assertThat(lights.history("a")).extracting(StateChange::from).containsExactly(Light.ON, Light.OFF, Light.ON);
		assertThat(lights.state("a")).contains(Light.OFF);
		assertThat(lights.transition("a", before(18), after(18), "18").status()).isEqualTo(Status.REPEATED);
		assertThat(lights.transition("a", before(16), after(16), "16").status()).isEqualTo(Status.REFUSED);
		assertThat(lights.start("a", "0").status()).as("too long ago").isEqualTo(Status.REFUSED);
		assertThat(lights.transition("a", before(17), after(17), "17").status()).as("too long ago, and in a circle")
			.isEqualTo(Status.APPLIED);
	}

	private static Light before(int change) {
		return (change % 2 == 1) ? Light.OFF : Light.ON;
	}

	private static Light after(int change) {
		return (change % 2 == 1) ? Light.ON : Light.OFF;
	}

	@Test
	void keepsAShorterHistoryFromTheNextChangeOn() {
		Lights lights = this.store.repositories().create(Lights.class, "lights");
		LongLights before = this.store.repositories().create(LongLights.class, "lights");
		before.start("a", "0");
		for (int i = 1; i <= 7; i++) {
			before.transition("a", before(i), after(i), String.valueOf(i));
		}
		assertThat(lights.history("a")).hasSize(8);
		lights.transition("a", before(8), after(8), "8");
		assertThat(lights.history("a")).extracting(StateChange::eventId).containsExactly("6", "7", "8");
		assertThat(lights.history("a")).extracting(StateChange::from).containsExactly(Light.ON, Light.OFF, Light.ON);
	}

	@Test
	void isOneStringUnderTheDocumentedKeyWithoutExpiry() {
		this.states.start("17", "checkout");
		this.states.transition("17", OrderState.NEW, OrderState.PAID, "payment");
		assertThat(String.valueOf(server.execute("GET", KEY))).matches("\n\\d{13} NEW checkout\n\\d{13} PAID payment");
		assertThat(server.execute("TTL", KEY)).isEqualTo(-1L);
		this.store.repositories().create(OrderStates.class, new RepositoryName("orders", "checkout")).start("{x}", "a");
		assertThat(server.execute("EXISTS", "shop:state:{checkout}:orders:{x}")).isEqualTo(1L);
		this.states.start("a{b}c", "a");
		assertThat(server.execute("EXISTS", "shop:state:orders:a%7Bb%7Dc")).isEqualTo(1L);
		assertThat(server.execute("DBSIZE")).isEqualTo(3L);
	}

	@Test
	void forgetsAnEntity() {
		this.states.start("17", "a");
		assertThat(this.states.delete("17")).isTrue();
		assertThat(this.states.delete("17")).isFalse();
		assertThat(this.states.state("17")).isEmpty();
		assertThat(this.states.start("17", "a")).isEqualTo(applied(OrderState.NEW));
	}

	@Test
	void namesAStateThatTheEnumDoesNotHave() {
		for (String stored : List.of("\n1763800000000 LOST a", "\n1763800000000 new a")) {
			server.execute("SET", KEY, stored);
			assertThatExceptionOfType(UnknownStateException.class).isThrownBy(() -> this.states.state("17"))
				.withMessageContainingAll(KEY, OrderState.class.getName());
			assertThatExceptionOfType(UnknownStateException.class).isThrownBy(() -> this.states.history("17"));
			assertThatExceptionOfType(UnknownStateException.class).isThrownBy(() -> this.states.start("17", "b"));
			assertThatExceptionOfType(UnknownStateException.class)
				.isThrownBy(() -> this.states.transition("17", OrderState.NEW, OrderState.PAID, "b"))
				.satisfies((ex) -> assertThat(stored).contains(" " + ex.state() + " "));
			assertThat(server.execute("GET", KEY)).isEqualTo(stored);
		}
	}

	@Test
	void leavesAloneWhatIsNoState() {
		for (String text : List.of("", "PAID", "\n", "\nPAID a", "\n17 PAID", "PAID\n17 PAID a\n", "\nx 17 PAID a",
				"\n17 PAID a\n\n18 NEW b")) {
			server.execute("SET", KEY, text);
			assertNotAState();
			assertThat(server.execute("GET", KEY)).isEqualTo(text);
		}
		server.execute("DEL", KEY);
		server.execute("RPUSH", KEY, "1");
		assertNotAState();
		assertThat(server.execute("LRANGE", KEY, "0", "-1")).isEqualTo(List.of("1"));
	}

	private void assertNotAState() {
		assertThatExceptionOfType(NotAStateException.class).isThrownBy(() -> this.states.state("17"))
			.withMessageContaining(KEY);
		assertThatExceptionOfType(NotAStateException.class).isThrownBy(() -> this.states.history("17"));
		assertThatExceptionOfType(NotAStateException.class).isThrownBy(() -> this.states.start("17", "a"));
		assertThatExceptionOfType(NotAStateException.class)
			.isThrownBy(() -> this.states.transition("17", OrderState.NEW, OrderState.PAID, "a"));
	}

	@Test
	void isNotChangedOnAFullServer() {
		this.states.start("17", "a");
		server.get().fillToMaxmemory();
		assertThatExceptionOfType(StoreFullException.class)
			.isThrownBy(() -> this.states.transition("17", OrderState.NEW, OrderState.PAID, "b"))
			.satisfies((ex) -> assertThat(ex.applied()).isEqualTo(Applied.NO));
		assertThatExceptionOfType(StoreFullException.class).isThrownBy(() -> this.states.start("18", "b"));
		assertThat(this.states.start("17", "a")).as("writes nothing").isEqualTo(repeated(OrderState.NEW));
		assertThat(this.states.transition("17", OrderState.PAID, OrderState.SHIPPED, "c"))
			.isEqualTo(refused(OrderState.NEW));
		assertThat(this.states.delete("17")).isTrue();
		server.get().makeSpace();
		assertThat(this.states.state("17")).isEmpty();
		assertThat(this.states.state("18")).isEmpty();
	}

	@Test
	void needsNoOneToWait() {
		assertThat(this.states.startAsync("17", "a").toCompletableFuture().join()).isEqualTo(applied(OrderState.NEW));
		assertThat(this.states.transitionAsync("17", OrderState.NEW, OrderState.PAID, "b").toCompletableFuture().join())
			.isEqualTo(applied(OrderState.PAID));
		assertThat(this.states.stateAsync("17").toCompletableFuture().join()).isEqualTo(Optional.of(OrderState.PAID));
		assertThat(this.states.historyAsync("17").toCompletableFuture().join()).hasSize(2);
		assertThat(this.states.deleteAsync("17").toCompletableFuture().join()).isTrue();
		server.execute("RPUSH", KEY, "1");
		assertThat(this.states.startAsync("17", "a").toCompletableFuture()).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withCauseInstanceOf(NotAStateException.class);
		assertThat(this.states.stateAsync("17").toCompletableFuture()).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withCauseInstanceOf(NotAStateException.class);
	}

	@Test
	void refusesNamesThatAreNone() {
		String half = "a\ud800";
		for (String id : List.of("", " ", "x".repeat(1_000_000), "ü".repeat(4096), half)) {
			assertThatIllegalArgumentException().isThrownBy(() -> this.states.start(id, "a"));
			assertThatIllegalArgumentException().isThrownBy(() -> this.states.state(id));
			assertThatIllegalArgumentException().isThrownBy(() -> this.states.history(id));
			assertThatIllegalArgumentException().isThrownBy(() -> this.states.delete(id));
		}
		for (String event : List.of("", " ", "x".repeat(257), "ü".repeat(129), "x".repeat(1_000_000), half, "a\nb",
				"a\u0000")) {
			assertThatIllegalArgumentException().isThrownBy(() -> this.states.start("17", event));
			assertThatIllegalArgumentException()
				.isThrownBy(() -> this.states.transition("17", OrderState.NEW, OrderState.PAID, event));
		}
		assertThat(server.execute("DBSIZE")).isEqualTo(0L);
	}

	@Test
	void takesEventsForWhatTheyAre() {
		this.states.start("17", "b");
		for (String event : List.of("a b", "NEW b", "%1", "%d+", "ä\u2028ö", "x".repeat(256))) {
			assertThat(this.states.start(event, event)).isEqualTo(applied(OrderState.NEW));
			assertThat(this.states.start(event, event)).isEqualTo(repeated(OrderState.NEW));
			assertThat(this.states.history(event)).singleElement().extracting(StateChange::eventId).isEqualTo(event);
			assertThat(this.states.start("17", event)).isEqualTo(refused(OrderState.NEW));
		}
	}

	@Test
	void letsAMethodBeDeclaredAgainWithTheEnumsType() {
		Redeclared redeclared = this.store.repositories().create(Redeclared.class, "orders");
		this.states.start("17", "a");
		assertThat(redeclared.transition("17", OrderState.NEW, OrderState.PAID, "b"))
			.isEqualTo(applied(OrderState.PAID));
		StateRepository<OrderState> plain = redeclared;
		assertThat(plain.transition("17", OrderState.NEW, OrderState.PAID, "b")).isEqualTo(repeated(OrderState.PAID));
	}

	private static Instant time() {
		List<String> time = server.get().commands().time();
		return Instant.ofEpochMilli(Long.parseLong(time.get(0)) * 1000 + Long.parseLong(time.get(1)) / 1000);
	}

	private static StateOutcome<OrderState> applied(OrderState state) {
		return new StateOutcome<>(Status.APPLIED, state);
	}

	private static StateOutcome<OrderState> repeated(OrderState state) {
		return new StateOutcome<>(Status.REPEATED, state);
	}

	private static StateOutcome<OrderState> refused(@Nullable OrderState state) {
		return new StateOutcome<>(Status.REFUSED, state);
	}

	@Transitions(initial = "NEW", value = "NEW -> PAID, SHIPPED, CANCELLED")
	interface Redeclared extends StateRepository<OrderState> {

		@Override
		@Durability(DurabilityLevel.SERVER)
		StateOutcome<OrderState> transition(String id, OrderState from, OrderState to, String eventId);

	}

	enum Light {

		OFF, ON

	}

	@Transitions(initial = "OFF", value = { "OFF -> ON", "ON -> OFF" }, history = 3)
	interface Lights extends StateRepository<Light> {

	}

	@Transitions(initial = "OFF", value = { "OFF -> ON", "ON -> OFF" }, history = 8)
	interface LongLights extends StateRepository<Light> {

	}

}
