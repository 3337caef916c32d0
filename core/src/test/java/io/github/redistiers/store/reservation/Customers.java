package io.github.redistiers.store.reservation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLongArray;

import io.github.redistiers.store.RepositoryName;
import io.github.redistiers.store.TestStore;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Many customers of one process, who reserve, confirm, release, extend and forget, in any
 * mixture. As a program, the customers of another process.
 */
final class Customers {

	static final int ITEMS = 4;

	static final long STOCKED = 300;

	private static final Duration HOUR = Duration.ofHours(1);

	private final ReservationRepository stock;

	private final String process;

	private final AtomicLongArray confirmed = new AtomicLongArray(ITEMS);

	private final AtomicLongArray abandoned = new AtomicLongArray(ITEMS);

	Customers(TestStore store, String process) {
		this.stock = store.repositories().create(ReservationRepository.class, new RepositoryName("stock", "checkout"));
		this.process = process;
	}

	static String item(int number) {
		return "sku-" + number;
	}

	long confirmed(int item) {
		return this.confirmed.get(item);
	}

	/**
	 * What is held for an hour by nobody.
	 */
	long abandoned(int item) {
		return this.abandoned.get(item);
	}

	void restock() {
		for (int item = 0; item < ITEMS; item++) {
			this.stock.restock(item(item), STOCKED, "delivery");
		}
	}

	/**
	 * Waits until what was held for moments has come to an end, and checks what is left.
	 */
	void awaitSums(int item, long confirmed, long abandoned) {
		String name = item(item);
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.pollInterval(Duration.ofMillis(5))
			.untilAsserted(() -> assertThat(this.stock.stock(name))
				.isEqualTo(new Stock(STOCKED - confirmed - abandoned, abandoned, confirmed)));
		this.stock.release(name, "nothing");
	}

	void run(int threads, int rounds) throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try {
			List<Future<?>> running = new ArrayList<>();
			for (int thread = 0; thread < threads; thread++) {
				String customer = this.process + "-" + thread + "-";
				running.add(executor.submit(() -> {
					for (int round = 0; round < rounds; round++) {
						visit(customer + round);
					}
				}));
			}
			for (Future<?> future : running) {
				future.get();
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	private void visit(String id) {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		Map<String, Long> cart = new HashMap<>();
		Map<Integer, Long> quantities = new HashMap<>();
		for (int i = random.nextInt(1, 3); i > 0; i--) {
			int item = random.nextInt(ITEMS);
			long quantity = random.nextInt(1, 4);
			cart.put(item(item), quantity);
			quantities.put(item, quantity);
		}
		boolean hurried = random.nextInt(4) > 0;
		if (!this.stock.reserve(cart, id, hurried ? Duration.ofMillis(random.nextInt(1, 30)) : HOUR).isReserved()) {
			return;
		}
		if (random.nextInt(4) == 0) {
			// as after a lost answer; it may have expired meanwhile, and be sold out now
			if (!this.stock.reserve(cart, id, HOUR).isReserved()) {
				return;
			}
			hurried = false;
		}
		switch (random.nextInt(4)) {
			case 0 -> confirm(cart, quantities, id);
			case 1 -> this.stock.release(cart.keySet(), id);
			case 2 -> {
				try {
					this.stock.extend(cart.keySet(), id, Duration.ofMillis(random.nextInt(1, 50)));
				}
				catch (NotHeldException ex) {
					// its time was up
				}
				confirm(cart, quantities, id);
			}
			default -> {
				if (random.nextInt(10) == 0) {
					abandon(cart, quantities, id);
				}
				else if (!hurried) {
					this.stock.release(cart.keySet(), id);
				}
			}
		}
		look(item(random.nextInt(ITEMS)));
	}

	private void confirm(Map<String, Long> cart, Map<Integer, Long> quantities, String id) {
		try {
			this.stock.confirm(cart.keySet(), id);
			quantities.forEach(this.confirmed::addAndGet);
			this.stock.confirm(cart.keySet(), id);
		}
		catch (NotHeldException ex) {
			// its time was up
		}
	}

	private void abandon(Map<String, Long> cart, Map<Integer, Long> quantities, String id) {
		try {
			this.stock.extend(cart.keySet(), id, HOUR);
			quantities.forEach(this.abandoned::addAndGet);
		}
		catch (NotHeldException ex) {
			// its time was up
		}
	}

	private void look(String item) {
		Stock stock = this.stock.stock(item);
		if (stock.stocked() != STOCKED || stock.available() < 0 || stock.held() < 0 || stock.confirmed() < 0) {
			throw new IllegalStateException("Wrong sums of " + item + ": " + stock);
		}
	}

	public static void main(String[] arguments) throws Exception {
		try (TestStore store = TestStore.on(arguments[0], Integer.parseInt(arguments[1]), Duration.ofSeconds(30),
				new ReservationStructure())) {
			Customers customers = new Customers(store, "other");
			// a busy machine may not connect in time
			Awaitility.await().ignoreExceptions().until(() -> customers.stock.stock(item(0)).stocked() == STOCKED);
			System.out.println("ready");
			System.in.read();
			customers.run(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
			for (int item = 0; item < ITEMS; item++) {
				System.out.println("item " + customers.confirmed(item) + " " + customers.abandoned(item));
			}
		}
	}

}
