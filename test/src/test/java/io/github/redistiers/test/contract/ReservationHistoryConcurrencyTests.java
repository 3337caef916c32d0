package io.github.redistiers.test.contract;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.reservation.HoldConfirmedException;
import io.github.redistiers.store.reservation.NotHeldException;
import io.github.redistiers.store.reservation.ReservationRepository;
import io.github.redistiers.store.reservation.Stock;
import io.github.redistiers.test.history.History;
import io.github.redistiers.test.history.HistoryChecker;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever threads of two applications reserve, confirm, release and see is as if it had
 * been one after the other, with holds that end by themselves in between.
 */
@EachServerGeneration
class ReservationHistoryConcurrencyTests {

	private static final int THREADS = 6;

	/**
	 * A history that is longer takes too long to check.
	 */
	private static final int ROUNDS = 30;

	private static final List<String> ITEMS = List.of("a", "b", "c");

	private static final long STOCKED = 10;

	private static final Duration LONG = Duration.ofHours(1);

	private static final Duration SHORT = Duration.ofMillis(8);

	/**
	 * The server counts whole milliseconds.
	 */
	private static final Duration PRECISION = Duration.ofMillis(2);

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private final History<Call, Answer> history = new History<>();

	private final AtomicLong ids = new AtomicLong();

	ReservationHistoryConcurrencyTests(ServerGeneration generation) {
	}

	@Test
	void isAsIfItHadBeenOneAfterTheOther() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		ReservationsContract contract = new ReservationsContract();
		try (TestedStore one = TestedStore.on(server.get()); TestedStore other = TestedStore.on(server.get())) {
			List<ReservationRepository> processes = List.of(one.repositories(contract, "stock").get(0),
					other.repositories(contract, "stock").get(0));
			for (String item : ITEMS) {
				processes.get(0).restock(item, STOCKED, "delivery");
			}
			List<Future<?>> running = new ArrayList<>();
			for (int thread = 0; thread < THREADS; thread++) {
				ReservationRepository stock = processes.get(thread % 2);
				running.add(threads.submit(() -> {
					for (int round = 0; round < ROUNDS; round++) {
						visit(stock);
					}
				}));
			}
			for (Future<?> future : running) {
				future.get();
			}
		}
		finally {
			threads.shutdownNow();
		}
		HistoryChecker<Shelf, Call, Answer> checker = new HistoryChecker<>(new Shelf(STOCKED, Map.of(), Set.of()),
				Shelf::after);
		for (String item : ITEMS) {
			assertThat(checker.complaint(this.history.observations((call) -> call.item().equals(item)))).isEmpty();
		}
	}

	private void visit(ReservationRepository stock) {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		String item = ITEMS.get(random.nextInt(ITEMS.size()));
		// now and then two threads have the same
		String id = String.valueOf(this.ids.getAndIncrement() * 3 / 4);
		long quantity = 1 + id.hashCode() % 2;
		if (random.nextInt(3) == 0) {
			reserve(stock, item, id, quantity, SHORT);
		}
		else {
			reserve(stock, item, id, quantity, LONG);
		}
		look(stock, item);
		if (random.nextInt(8) == 0) {
			confirm(stock, item, id);
			confirm(stock, item, id);
		}
		else {
			release(stock, item, id);
		}
		look(stock, item);
	}

	private void reserve(ReservationRepository stock, String item, String id, long quantity, Duration holdFor) {
		long invoked = System.nanoTime();
		Answer answer = this.history.record(new Call(What.RESERVE, item, id, quantity),
				() -> new Answer(stock.reserve(item, quantity, id, holdFor).status().name(), 0, 0));
		if (answer.name().equals("HELD") && holdFor.equals(SHORT)) {
			this.history.mayHappen(new Call(What.EXPIRE, item, id, quantity),
					invoked + holdFor.minus(PRECISION).toNanos());
		}
	}

	private void confirm(ReservationRepository stock, String item, String id) {
		this.history.record(new Call(What.CONFIRM, item, id, 0), () -> {
			try {
				stock.confirm(item, id);
				return new Answer("CONFIRMED", 0, 0);
			}
			catch (NotHeldException ex) {
				return new Answer("NOT_HELD", 0, 0);
			}
		});
	}

	private void release(ReservationRepository stock, String item, String id) {
		this.history.record(new Call(What.RELEASE, item, id, 0), () -> {
			try {
				return new Answer(stock.release(item, id) ? "RELEASED" : "NOT_HELD", 0, 0);
			}
			catch (HoldConfirmedException ex) {
				return new Answer("CONFIRMED", 0, 0);
			}
		});
	}

	private void look(ReservationRepository stock, String item) {
		this.history.record(new Call(What.LOOK, item, "", 0), () -> {
			Stock seen = stock.stock(item);
			return new Answer("SEEN", seen.available(), seen.held());
		});
	}

	enum What {

		RESERVE, CONFIRM, RELEASE, LOOK, EXPIRE

	}

	record Call(What what, String item, String id, long quantity) {

	}

	record Answer(String name, long available, long held) {

	}

	/**
	 * An item, as it would be if one call came after the other.
	 */
	record Shelf(long available, Map<String, Long> held, Set<String> confirmed) {

		Collection<Shelf> after(Call call, @Nullable Answer answer) {
			Answer expected = expected(call);
			if (answer != null && !answer.equals(expected)) {
				return Set.of();
			}
			return switch (call.what()) {
				case RESERVE -> Set.of((expected.name().equals("HELD") && !this.held.containsKey(call.id()))
						? with(call.id(), call.quantity()) : this);
				case CONFIRM -> Set.of(this.held.containsKey(call.id()) ? without(call.id(), true) : this);
				case RELEASE -> Set.of(this.held.containsKey(call.id()) ? without(call.id(), false) : this);
				case LOOK -> Set.of(this);
				case EXPIRE -> this.held.containsKey(call.id()) ? Set.of(without(call.id(), false)) : Set.of();
			};
		}

		private Answer expected(Call call) {
			boolean isHeld = this.held.containsKey(call.id());
			boolean isConfirmed = this.confirmed.contains(call.id());
			return switch (call.what()) {
				case RESERVE -> new Answer(
						isConfirmed ? "CONFIRMED" : (isHeld || this.available >= call.quantity()) ? "HELD" : "SOLD_OUT",
						0, 0);
				case CONFIRM -> new Answer((isHeld || isConfirmed) ? "CONFIRMED" : "NOT_HELD", 0, 0);
				case RELEASE -> new Answer(isConfirmed ? "CONFIRMED" : isHeld ? "RELEASED" : "NOT_HELD", 0, 0);
				default ->
					new Answer("SEEN", this.available, this.held.values().stream().mapToLong(Long::longValue).sum());
			};
		}

		private Shelf with(String id, long quantity) {
			Map<String, Long> more = new HashMap<>(this.held);
			more.put(id, quantity);
			return new Shelf(this.available - quantity, Map.copyOf(more), this.confirmed);
		}

		private Shelf without(String id, boolean isConfirmed) {
			Map<String, Long> less = new HashMap<>(this.held);
			Long quantity = less.remove(id);
			long freed = (isConfirmed || quantity == null) ? 0 : quantity;
			Set<String> sold = new HashSet<>(this.confirmed);
			if (isConfirmed) {
				sold.add(id);
			}
			return new Shelf(this.available + freed, Map.copyOf(less), Set.copyOf(sold));
		}

	}

}
