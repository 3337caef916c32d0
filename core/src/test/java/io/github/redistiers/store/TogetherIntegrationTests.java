package io.github.redistiers.store;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.github.redistiers.codec.JsonCodecs;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.counter.CounterBounds;
import io.github.redistiers.store.counter.CounterChange;
import io.github.redistiers.store.counter.CounterOutcome;
import io.github.redistiers.store.counter.CounterRepository;
import io.github.redistiers.store.counter.CounterStructure;
import io.github.redistiers.store.queue.Enqueued;
import io.github.redistiers.store.queue.JobListenerSettings;
import io.github.redistiers.store.queue.JobObserver;
import io.github.redistiers.store.queue.JobOptions;
import io.github.redistiers.store.queue.NewJob;
import io.github.redistiers.store.queue.QueueRepository;
import io.github.redistiers.store.queue.QueueSettings;
import io.github.redistiers.store.queue.QueueStructure;
import io.github.redistiers.store.reservation.HoldReusedException;
import io.github.redistiers.store.reservation.NotHeldException;
import io.github.redistiers.store.reservation.ReservationOutcome;
import io.github.redistiers.store.reservation.ReservationRepository;
import io.github.redistiers.store.reservation.ReservationStructure;
import io.github.redistiers.store.reservation.Stock;
import io.github.redistiers.store.workflow.StateOutcome;
import io.github.redistiers.store.workflow.StateRepository;
import io.github.redistiers.store.workflow.Transitions;
import io.github.redistiers.store.workflow.WorkflowStructure;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * A reservation, a workflow's state and a job that change together or not at all.
 */
@EachServerGeneration
class TogetherIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private static final Duration HOUR = Duration.ofHours(1);

	private static final RepositoryName STOCK = new RepositoryName("stock", "checkout");

	private TestStore store;

	private ReservationRepository stock;

	private Orders orders;

	private Jobs jobs;

	private CounterRepository counters;

	TogetherIntegrationTests(ServerGeneration generation) {
	}

	@BeforeEach
	void start() {
		this.store = TestStore.on(server.get(), new ReservationStructure(), new WorkflowStructure(),
				new CounterStructure(), new QueueStructure(QueueSettings.defaults(),
						new JsonCodecs(List.of(), getClass().getClassLoader()), JobObserver.NONE));
		this.stock = this.store.repositories().create(ReservationRepository.class, STOCK);
		this.orders = this.store.repositories().create(Orders.class, new RepositoryName("orders", "checkout"));
		this.jobs = this.store.repositories().create(Jobs.class, new RepositoryName("jobs", "checkout"));
		this.counters = this.store.repositories()
			.create(CounterRepository.class, new RepositoryName("placed", "checkout"));
		this.stock.restock("tea", 3, "delivery");
	}

	@AfterEach
	void stop() {
		this.store.close();
	}

	@Test
	void changesAllOfThem() {
		StoreChange<ReservationOutcome> hold = hold("order-1", 2);
		StoreChange<StateOutcome<State>> start = this.orders.changes().start("order-1", "checkout-1");
		StoreChange<List<Enqueued>> job = job("order-1");
		TogetherOutcome outcome = apply(hold, start, job);
		assertThat(outcome.isApplied()).isTrue();
		assertThat(outcome.refused()).isEmpty();
		assertThat(outcome.of(hold).isReserved()).isTrue();
		assertThat(outcome.of(hold).expiresAt()).isNotNull();
		assertThat(outcome.of(start).state()).isEqualTo(State.NEW);
		assertThat(outcome.of(job)).containsExactly(new Enqueued("order-1", true));
		assertThat(this.stock.stock("tea")).isEqualTo(new Stock(1, 2, 0));
		assertThat(this.orders.state("order-1")).contains(State.NEW);
		assertThat(this.jobs.take(10, HOUR)).extracting((taken) -> taken.payload()).containsExactly("order-1");
	}

	@Test
	void changesNoneIfOneIsRefused() {
		this.orders.start("known", "another-event");
		Set<Object> before = everything();
		StoreChange<ReservationOutcome> tooMany = hold("order-1", 4);
		StoreChange<List<Enqueued>> job = job("order-1");
		TogetherOutcome outcome = apply(job, tooMany, this.orders.changes().start("order-1", "checkout-1"));
		assertThat(outcome.isApplied()).isFalse();
		assertThat(outcome.refused()).containsExactly(tooMany);
		assertThat(outcome.of(tooMany).shortages()).isEqualTo(Map.of("tea", 3L));
		assertThatIllegalArgumentException().isThrownBy(() -> outcome.of(job));
		StoreChange<StateOutcome<State>> known = this.orders.changes().start("known", "checkout-1");
		StoreChange<ReservationOutcome> hold = hold("order-1", 1);
		TogetherOutcome refused = apply(hold, job("order-1"), known);
		assertThat(refused.refused()).containsExactly(known);
		assertThat(refused.of(known).state()).isEqualTo(State.NEW);
		assertThat(everything()).isEqualTo(before);
	}

	@Test
	void throwsWhatOneOfThemThrowsAlone() {
		this.stock.reserve("tea", 1, "order-1", HOUR);
		Set<Object> before = everything();
		assertThatExceptionOfType(HoldReusedException.class)
			.isThrownBy(() -> apply(job("order-1"), hold("order-1", 2)));
		assertThatExceptionOfType(NotHeldException.class)
			.isThrownBy(() -> apply(job("order-1"), this.stock.changes().confirm(List.of("tea"), "order-2")));
		assertThat(everything()).isEqualTo(before);
	}

	@Test
	void happensOnce() {
		for (int i = 0; i < 3; i++) {
			assertThat(apply(hold("order-1", 2), job("order-1"), this.orders.changes().start("order-1", "checkout-1"))
				.isApplied()).isTrue();
		}
		assertThat(this.stock.stock("tea")).isEqualTo(new Stock(1, 2, 0));
		assertThat(this.jobs.status().ready()).isEqualTo(1);
		StoreChange<Boolean> confirm = this.stock.changes().confirm(List.of("tea"), "order-1");
		for (int i = 0; i < 2; i++) {
			assertThat(apply(confirm, this.orders.changes().transition("order-1", State.NEW, State.PAID, "payment-1"))
				.of(confirm)).isTrue();
		}
		assertThat(this.stock.stock("tea")).isEqualTo(new Stock(1, 0, 2));
		assertThat(this.orders.history("order-1")).hasSize(2);
	}

	@Test
	void givesBackAndCancels() {
		apply(hold("order-1", 2), this.orders.changes().start("order-1", "checkout-1"));
		StoreChange<Boolean> release = this.stock.changes().release(List.of("tea"), "order-1");
		assertThat(apply(release, this.orders.changes().transition("order-1", State.NEW, State.CANCELLED, "cancel-1"))
			.of(release)).isTrue();
		assertThat(this.stock.stock("tea")).isEqualTo(new Stock(3, 0, 0));
		assertThat(this.orders.state("order-1")).contains(State.CANCELLED);
	}

	@Test
	void freesWhatIsDueFirst() {
		this.stock.restock("tea", 600, "another-delivery");
		for (int i = 0; i < 603; i++) {
			this.stock.reserveAsync("tea", 1, "early-" + i, Duration.ofMillis(1));
		}
		Awaitility.await().until(() -> apply(hold("order-1", 603), job("order-1")).isApplied());
		assertThat(this.stock.stock("tea")).isEqualTo(new Stock(0, 603, 0));
		assertThat(this.jobs.status().ready()).isEqualTo(1);
	}

	@Test
	void changesNothingOnAFullServer() {
		Set<Object> before = everything();
		server.get().fillToMaxmemory();
		assertThatExceptionOfType(StoreFullException.class).isThrownBy(() -> apply(hold("order-1", 2), job("order-1")))
			.satisfies((failure) -> assertThat(failure.applied()).isEqualTo(Applied.NO));
		server.get().makeSpace();
		assertThat(everything()).isEqualTo(before);
		assertThat(apply(hold("order-1", 2), job("order-1")).isApplied()).isTrue();
	}

	@Test
	void changesNothingWhereSomethingElseLivesUnderAKey() {
		for (String key : List.of("data", "ready", "info", "delayed")) {
			server.execute("SET", "shop:queue:{checkout}:jobs:" + key, "foreign");
			Set<Object> before = everything();
			assertThatExceptionOfType(DataAccessException.class)
				.isThrownBy(() -> apply(hold("order-1", 2), job("order-1")));
			assertThat(everything()).isEqualTo(before);
			server.execute("DEL", "shop:queue:{checkout}:jobs:" + key);
		}
	}

	@Test
	void wakesWhoWaits() throws Exception {
		CountDownLatch handled = new CountDownLatch(1);
		try (var listener = this.jobs.listen(JobListenerSettings.defaults(), (taken) -> handled.countDown())) {
			Awaitility.await()
				.until(() -> Objects.equals(server.execute("ZCARD", "shop:queue:{checkout}:jobs:idle"), 1L));
			apply(hold("order-1", 2), job("order-1"));
			handled.await();
		}
	}

	@Test
	void countsWithinBounds() {
		StoreChange<CounterOutcome> third = placed("checkout-3", 2);
		assertThat(apply(hold("order-1", 1), placed("checkout-1", 2)).isApplied()).isTrue();
		assertThat(apply(hold("order-1", 1), placed("checkout-1", 2)).isApplied()).as("once").isTrue();
		assertThat(apply(hold("order-2", 1), placed("checkout-2", 2)).isApplied()).isTrue();
		server.execute("PEXPIRE", "shop:counter:{checkout}:placed:today", "100000");
		TogetherOutcome refused = apply(hold("order-3", 1), third);
		assertThat(refused.refused()).containsExactly(third);
		assertThat(refused.of(third).value("today")).isEqualTo(2);
		assertThat(this.stock.stock("tea")).isEqualTo(new Stock(1, 2, 0));
		assertThat(apply(hold("order-3", 1), placed("checkout-3", 3)).isApplied()).isTrue();
		assertThat(this.counters.value("today")).isEqualTo(3);
		assertThat((Long) server.execute("PTTL", "shop:counter:{checkout}:placed:today")).isPositive();
	}

	@Test
	void countsWhatIsExact() {
		server.execute("SET", "shop:counter:{checkout}:placed:today", "4503599627370496");
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> apply(hold("order-1", 1), placed("checkout-1", Long.MAX_VALUE)))
			.withStackTraceContaining("beyond 2^52 change alone");
		server.execute("SET", "shop:counter:{checkout}:placed:today", "1e3");
		assertThatExceptionOfType(DataAccessException.class)
			.isThrownBy(() -> apply(hold("order-1", 1), placed("checkout-1", Long.MAX_VALUE)));
		assertThat(this.stock.stock("tea")).isEqualTo(new Stock(3, 0, 0));
	}

	private StoreChange<CounterOutcome> placed(String operation, long most) {
		return this.counters.changes()
			.change(CounterChange.of("today", 1).within(CounterBounds.between(0, most)).once(operation, HOUR));
	}

	/**
	 * A server forgets no script, and a process keeps what it has put together.
	 */
	@Test
	void isOneScriptHoweverManyChangesThereAreAndInWhateverOrder() {
		this.stock.restock("tea", 100, "another-delivery");
		apply(hold("order-0", 1), job("order-0"), start("order-0"));
		Object scripts = numberOfScripts();
		for (int i = 1; i <= 10; i++) {
			List<StoreChange<?>> changes = new ArrayList<>(List.of(hold("order-" + i, 1), job("order-" + i)));
			for (int j = 0; j < i; j++) {
				changes.add(start("order-%d-%d".formatted(i, j)));
			}
			Collections.rotate(changes, i);
			assertThat(apply(changes.toArray(StoreChange<?>[]::new)).isApplied()).isTrue();
			assertThat(this.orders.state("order-%d-%d".formatted(i, i - 1))).contains(State.NEW);
		}
		assertThat(numberOfScripts()).isEqualTo(scripts);
		assertThat(this.stock.stock("tea")).isEqualTo(new Stock(92, 11, 0));
		assertThat(this.jobs.status().ready()).isEqualTo(11);
	}

	private static String numberOfScripts() {
		return String.valueOf(server.execute("INFO", "memory"))
			.lines()
			.filter((line) -> line.startsWith("number_of_cached_scripts:"))
			.collect(Collectors.joining());
	}

	private StoreChange<StateOutcome<State>> start(String order) {
		return this.orders.changes().start(order, "checkout");
	}

	@Test
	void answersWithoutWaiting() {
		assertThat(this.store.repositories()
			.applyTogetherAsync(hold("order-1", 2), job("order-1"))
			.toCompletableFuture()
			.join()
			.isApplied()).isTrue();
	}

	@Test
	void refusesWhatCannotBeOneStep() {
		ReservationRepository alone = this.store.repositories().create(ReservationRepository.class, "stock");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> apply(job("a"), alone.changes().reserve("tea", 1, "order-1", HOUR)))
			.withMessage("Only repositories of one group change together, since they are on one server of a cluster;"
					+ " these are in [checkout, none]. Declare them with one: @StoreRepository(value = \"…\", group ="
					+ " \"…\").");
		assertThatIllegalArgumentException().isThrownBy(() -> apply(job("a"), job("b")))
			.withMessageStartingWith(
					"Two changes are of the same thing: shop:queue:{checkout}:jobs:ready. Make them one");
		assertThatIllegalArgumentException().isThrownBy(() -> apply());
		try (TestStore other = TestStore.on(server.get(), new ReservationStructure())) {
			ReservationRepository elsewhere = other.repositories().create(ReservationRepository.class, STOCK);
			assertThatIllegalArgumentException()
				.isThrownBy(() -> apply(job("a"), elsewhere.changes().reserve("tea", 1, "order-1", HOUR)))
				.withMessage("A change is of a repository on another store.");
		}
	}

	/**
	 * Whoever gets tea has a job, and nobody else.
	 */
	@Test
	void isSoldAsOftenAsItIsThere() throws Exception {
		this.stock.restock("tea", 97, "another-delivery");
		ExecutorService threads = Executors.newFixedThreadPool(8);
		List<Future<Boolean>> sold = IntStream.range(0, 400)
			.mapToObj((i) -> threads.submit(() -> apply(hold("order-" + i, 1), job("order-" + i),
					this.orders.changes().start("order-" + i, "checkout-" + i))
				.isApplied()))
			.toList();
		Set<String> buyers = new HashSet<>();
		for (int i = 0; i < sold.size(); i++) {
			if (sold.get(i).get()) {
				buyers.add("order-" + i);
			}
			assertThat(this.orders.state("order-" + i).isPresent()).isEqualTo(sold.get(i).get());
		}
		threads.shutdown();
		assertThat(this.stock.stock("tea")).isEqualTo(new Stock(0, 100, 0));
		assertThat(this.jobs.take(1000, HOUR)).extracting((job) -> job.payload())
			.hasSize(100)
			.containsExactlyInAnyOrderElementsOf(buyers);
	}

	private StoreChange<ReservationOutcome> hold(String order, long quantity) {
		return this.stock.changes().reserve("tea", quantity, order, HOUR);
	}

	private StoreChange<List<Enqueued>> job(String order) {
		return this.jobs.changes().enqueueAll(List.of(new NewJob<>(order, JobOptions.defaults().id(order))));
	}

	private TogetherOutcome apply(StoreChange<?>... changes) {
		return this.store.repositories().applyTogether(changes);
	}

	/**
	 * All keys with their content.
	 */
	private static Set<Object> everything() {
		Set<Object> everything = new HashSet<>();
		for (Object key : (List<?>) Objects.requireNonNull(server.execute("KEYS", "shop:*"))) {
			everything.add(List.of(key, String.valueOf(server.execute("DUMP", (String) key))));
		}
		return everything;
	}

	enum State {

		NEW, PAID, CANCELLED

	}

	@Transitions(initial = "NEW", value = { "NEW -> PAID", "NEW -> CANCELLED" })
	interface Orders extends StateRepository<State> {

	}

	interface Jobs extends QueueRepository<String> {

	}

}
