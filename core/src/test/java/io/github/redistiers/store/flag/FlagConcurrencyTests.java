package io.github.redistiers.store.flag;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static io.github.redistiers.store.flag.TestFlags.await;
import static org.assertj.core.api.Assertions.assertThat;

@EachServerGeneration
@Timeout(120)
class FlagConcurrencyTests {

	private static final int THREADS = 32;

	private static final long CHANGES = Long.getLong("redis-tiers.test.flag-changes", 150);

	private static final long ROUNDS = Math.max(1, CHANGES / 15);

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	FlagConcurrencyTests(ServerGeneration generation) {
	}

	/**
	 * What one process writes in turn, every reader of each process reads in that turn,
	 * and nobody ever reads the default.
	 */
	@Test
	void neverGoBackAndAreNeverReset() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(2 * THREADS);
		try (TestFlags one = new TestFlags(server.get()); TestFlags other = new TestFlags(server.get())) {
			one.features().set(Features.PAGE_SIZE, 1000L);
			AtomicBoolean done = new AtomicBoolean();
			List<Future<Long>> readers = new ArrayList<>();
			for (int i = 0; i < 2 * THREADS; i++) {
				Features features = ((i % 2 == 0) ? one : other).features();
				readers.add(threads.submit(() -> read(features, done)));
			}
			Features writer = one.features();
			for (long change = 1; change <= CHANGES; change++) {
				writer.set(Features.PAGE_SIZE, 1000 + change);
				assertThat(writer.value(Features.PAGE_SIZE)).isEqualTo(1000 + change);
			}
			await(() -> other.features().value(Features.PAGE_SIZE), 1000 + CHANGES);
			done.set(true);
			for (Future<Long> reader : readers) {
				assertThat(reader.get(30, TimeUnit.SECONDS)).isEqualTo(1000 + CHANGES);
			}
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static long read(Features features, AtomicBoolean done) {
		long last = 1000;
		boolean more = true;
		while (more) {
			more = !done.get();
			long now = features.value(Features.PAGE_SIZE, "ann");
			assertThat(now).as("after " + last).isGreaterThanOrEqualTo(last);
			last = now;
			Thread.yield();
		}
		return last;
	}

	@Test
	void areTheSameEverywhereInTheEnd() throws Exception {
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		try (TestFlags one = new TestFlags(server.get()); TestFlags other = new TestFlags(server.get())) {
			Features ones = one.pushed();
			Features others = other.pushed();
			List<Future<?>> writers = new ArrayList<>();
			for (int i = 0; i < THREADS; i++) {
				Features features = (i % 2 == 0) ? ones : others;
				long number = i;
				writers.add(threads.submit(() -> write(features, number)));
			}
			for (Future<?> writer : writers) {
				writer.get(60, TimeUnit.SECONDS);
			}
			for (int i = 0; i < THREADS; i++) {
				Flag<Long> own = Flag.number("flag-" + i, -1);
				assertThat(ones.flags()).contains(new StoredFlag(own.name(), String.valueOf(ROUNDS - 1)));
				await(() -> ones.value(own), ROUNDS - 1);
				await(() -> others.value(own), ROUNDS - 1);
			}
			long last = Long.parseLong(String.valueOf(server.execute("HGET", TestFlags.KEY, "page-size")));
			await(() -> ones.value(Features.PAGE_SIZE), last);
			await(() -> others.value(Features.PAGE_SIZE), last);
		}
		finally {
			threads.shutdownNow();
		}
	}

	private static void write(Features features, long number) {
		Flag<Long> own = Flag.number("flag-" + number, -1);
		for (long round = 0; round < ROUNDS; round++) {
			features.set(own, round);
			assertThat(features.value(own)).as("its own write").isEqualTo(round);
			features.set(Features.PAGE_SIZE, number * ROUNDS + round);
		}
	}

}
