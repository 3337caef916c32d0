package io.github.redistiers.store.reservation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sums that are right however many reserve, confirm, release and forget.
 */
@Timeout(120)
@EachServerGeneration
class ReservationConcurrencyTests {

	private static final int THREADS_EACH = 32;

	private static final int ROUNDS = Integer.getInteger("redis-tiers.test.races", 30);

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	ReservationConcurrencyTests(ServerGeneration generation) {
	}

	@Test
	void sellsNoMoreThanThereIsAndLosesNothing() throws Exception {
		ExecutorService executor = Executors.newFixedThreadPool(2);
		try (TestStore one = TestStore.on(server.get(), new ReservationStructure());
				TestStore other = TestStore.on(server.get(), new ReservationStructure())) {
			List<Customers> applications = List.of(new Customers(one, "one"), new Customers(other, "other"));
			applications.get(0).restock();
			List<Future<?>> running = new ArrayList<>();
			for (Customers customers : applications) {
				running.add(executor.submit(() -> {
					customers.run(THREADS_EACH, ROUNDS);
					return null;
				}));
			}
			for (Future<?> future : running) {
				future.get();
			}
			for (int item = 0; item < Customers.ITEMS; item++) {
				int number = item;
				applications.get(0)
					.awaitSums(item, applications.stream().mapToLong((each) -> each.confirmed(number)).sum(),
							applications.stream().mapToLong((each) -> each.abandoned(number)).sum());
				assertKeysAgree(Customers.item(item));
			}
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static void assertKeysAgree(String item) {
		List<String> ids = new ArrayList<>(server.get().commands().hkeys("shop:reservation:{checkout}:stock:" + item));
		ids.remove("stock");
		assertThat(server.get().commands().zrange("shop:reservation-deadlines:{checkout}:stock:" + item, 0, -1))
			.containsExactlyInAnyOrderElementsOf(ids);
	}

	@Test
	void holdsAndConfirmsOnceForAnIdThatManyUseAtOnce() throws Exception {
		int ids = 50;
		int threads = 8;
		ExecutorService executor = Executors.newFixedThreadPool(threads);
		try (TestStore one = TestStore.on(server.get(), new ReservationStructure());
				TestStore other = TestStore.on(server.get(), new ReservationStructure())) {
			List<ReservationRepository> processes = List.of(
					one.repositories().create(ReservationRepository.class, "stock"),
					other.repositories().create(ReservationRepository.class, "stock"));
			processes.get(0).restock("a", ids - 10, "delivery");
			AtomicLong held = new AtomicLong();
			List<Future<?>> running = new ArrayList<>();
			for (int thread = 0; thread < threads; thread++) {
				ReservationRepository stock = processes.get(thread % 2);
				running.add(executor.submit(() -> {
					for (int id = 0; id < ids; id++) {
						if (stock.reserve("a", 1, "order-" + id, Duration.ofHours(1)).isReserved()) {
							held.incrementAndGet();
							stock.confirm("a", "order-" + id);
						}
					}
				}));
			}
			for (Future<?> future : running) {
				future.get();
			}
			assertThat(held).hasValue((ids - 10) * threads);
			assertThat(processes.get(0).stock("a")).isEqualTo(new Stock(0, 0, ids - 10));
		}
		finally {
			executor.shutdownNow();
		}
	}

}
