package io.github.redistiers.store.counter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicLong;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.RepositoryName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

@EachServerGeneration
class CounterRepositoryConcurrencyTests {

	private static final int THREADS = 16;

	private static final int ROUNDS = 500;

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	CounterRepositoryConcurrencyTests(ServerGeneration generation) {
	}

	@Test
	void countsEachIncrementOnceAndGivesEachCallerItsOwnValue() throws Exception {
		Set<Long> values = ConcurrentHashMap.newKeySet();
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try (TestCounters one = new TestCounters(server.get()); TestCounters other = new TestCounters(server.get())) {
			List<Future<?>> running = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				CounterRepository counters = ((i % 2 == 0) ? one : other).counters();
				running.add(threads.submit(() -> count(counters, values)));
			}
			for (Future<?> future : running) {
				future.get();
			}
			assertThat(one.counters().value("hot")).isEqualTo((long) THREADS * ROUNDS);
			assertThat(values).hasSize(THREADS * ROUNDS);
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void givesEachCallerItsOwnValueOfIncrementsThatGoTogether() throws Exception {
		Set<Long> values = ConcurrentHashMap.newKeySet();
		AtomicLong total = new AtomicLong();
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try (TestCounters one = new TestCounters(server.get()); TestCounters other = new TestCounters(server.get())) {
			List<Future<?>> running = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				CounterRepository counters = ((i % 2 == 0) ? one : other).counters(TogetherCounters.class);
				running.add(threads.submit(() -> count(counters, values)));
				running.add(threads.submit(() -> wander(counters, total)));
			}
			for (Future<?> future : running) {
				future.get();
			}
			assertThat(one.counters().value("hot")).isEqualTo((long) THREADS * ROUNDS);
			assertThat(values).hasSize(THREADS * ROUNDS).allMatch((value) -> value >= 1 && value <= THREADS * ROUNDS);
			assertThat(one.counters().value("wandering")).isEqualTo(total.get());
			assertThat(commands("incrby")).isLessThan(2L * THREADS * ROUNDS);
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void refusesOnlyThoseThatDoNotFitOfIncrementsThatGoTogether() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try (TestCounters process = new TestCounters(server.get())) {
			CounterRepository counters = process.counters(TogetherCounters.class);
			int room = 100;
			counters.increment("full", Long.MAX_VALUE - room);
			AtomicLong refused = new AtomicLong();
			List<Future<?>> running = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				running.add(threads.submit(() -> {
					for (int round = 0; round < room; round++) {
						try {
							counters.increment("full");
						}
						catch (CounterOverflowException ex) {
							refused.incrementAndGet();
						}
					}
				}));
			}
			for (Future<?> future : running) {
				future.get();
			}
			assertThat(counters.value("full")).isEqualTo(Long.MAX_VALUE);
			assertThat(refused).hasValue((long) THREADS * room - room);
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void neitherLosesNorMakesMoneyBetweenAccounts() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try (TestCounters one = new TestCounters(server.get()); TestCounters other = new TestCounters(server.get())) {
			RepositoryName name = new RepositoryName("accounts", "bank");
			CounterRepository mine = one.repositories().create(CounterRepository.class, name);
			CounterRepository theirs = other.repositories().create(CounterRepository.class, name);
			for (int account = 0; account < 5; account++) {
				mine.increment("account-" + account, 10);
			}
			List<Future<?>> running = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				CounterRepository accounts = (i % 2 == 0) ? mine : theirs;
				running.add(threads.submit(() -> transfer(accounts)));
			}
			for (Future<?> future : running) {
				future.get();
			}
			long sum = 0;
			for (int account = 0; account < 5; account++) {
				long balance = mine.value("account-" + account);
				assertThat(balance).isNotNegative();
				sum += balance;
			}
			assertThat(sum).isEqualTo(50);
		}
		finally {
			threads.shutdownNow();
		}
	}

	@Test
	void appliesAnOperationOnceThoughManyMakeIt() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try (TestCounters one = new TestCounters(server.get()); TestCounters other = new TestCounters(server.get())) {
			AtomicLong applied = new AtomicLong();
			List<Future<?>> running = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				CounterRepository counters = ((i % 2 == 0) ? one : other).counters();
				running.add(threads.submit(() -> {
					for (int operation = 0; operation < 100; operation++) {
						CounterOutcome outcome = counters
							.change(CounterChange.of("once", 1).once("operation-" + operation, Duration.ofDays(1)));
						if (outcome.status() == CounterOutcome.Status.APPLIED) {
							applied.incrementAndGet();
						}
					}
				}));
			}
			for (Future<?> future : running) {
				future.get();
			}
			assertThat(applied).hasValue(100);
			assertThat(one.counters().value("once")).isEqualTo(100);
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static void transfer(CounterRepository accounts) {
		ThreadLocalRandom random = ThreadLocalRandom.current();
		for (int i = 0; i < ROUNDS; i++) {
			int from = random.nextInt(5);
			int to = (from + 1 + random.nextInt(4)) % 5;
			CounterOutcome outcome = accounts
				.change(CounterChange.transfer("account-" + from, "account-" + to, random.nextInt(12)));
			assertThat(outcome.values().values()).allMatch((balance) -> balance >= 0 && balance <= 50);
		}
	}

	private static void wander(CounterRepository counters, AtomicLong total) {
		for (int i = 0; i < ROUNDS; i++) {
			long amount = ThreadLocalRandom.current().nextLong(-1000, 1000);
			counters.increment("wandering", amount);
			total.addAndGet(amount);
		}
	}

	private static long commands(String name) {
		return String.valueOf(server.execute("INFO", "commandstats"))
			.lines()
			.filter((line) -> line.startsWith("cmdstat_" + name + ":calls="))
			.mapToLong((line) -> Long.parseLong(line.replaceAll(".*calls=(\\d+),.*", "$1")))
			.sum();
	}

	private static void count(CounterRepository counters, Set<Long> values) {
		for (int i = 0; i < ROUNDS; i++) {
			values.add(counters.increment("hot"));
		}
	}

	@CoalesceIncrements
	interface TogetherCounters extends CounterRepository {

	}

}
