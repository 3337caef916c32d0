package io.github.redistiers.guard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.ServerGeneration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Processes that are deployed one after the other, or all at once, agree on the identity
 * of a new store, and none of them takes another's for a loss.
 */
@EachServerGeneration
class DataLostConcurrencyTests {

	private static final int PROCESSES = 8;

	private static final int LOOKS = 5;

	private final ServerGeneration generation;

	DataLostConcurrencyTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@Test
	void agreesOnOneIdentityOfANewStore() throws Exception {
		List<Guard> guards = new ArrayList<>();
		ExecutorService executor = Executors.newFixedThreadPool(PROCESSES);
		try (Scene scene = new Scene(this.generation)) {
			RedisTier cache = scene.cacheTier();
			RedisTier store = scene.storeTier();
			for (int i = 0; i < PROCESSES; i++) {
				guards.add(DataLostScene.guard(cache, store));
			}
			assertThat(look(executor, guards)).containsOnly(Verdict.OK);
			String identity = DataLostScene.identity(scene.store());
			DataLostScene.age(scene.store(), DataLostScene.MARKER, Duration.ofHours(1));
			assertThat(look(executor, guards)).containsOnly(Verdict.OK);
			assertThat(DataLostScene.identity(scene.store())).isEqualTo(identity);
			scene.store().execute("FLUSHALL");
			for (Guard guard : guards) {
				assertThat(DataLostScene.look(guard).found())
					.startsWith("no identity marker instead of " + identity.substring(0, 8));
			}
			guards.forEach(Guard::close);
		}
		finally {
			executor.shutdownNow();
		}
	}

	private static List<Verdict> look(ExecutorService executor, List<Guard> guards) throws Exception {
		CyclicBarrier together = new CyclicBarrier(guards.size());
		List<Future<List<Verdict>>> running = new ArrayList<>();
		for (Guard guard : guards) {
			running.add(executor.submit(() -> {
				List<Verdict> found = new ArrayList<>();
				together.await(30, TimeUnit.SECONDS);
				for (int i = 0; i < LOOKS; i++) {
					found.add(DataLostScene.look(guard).verdict());
				}
				return found;
			}));
		}
		List<Verdict> all = new ArrayList<>();
		for (Future<List<Verdict>> found : running) {
			all.addAll(found.get(60, TimeUnit.SECONDS));
		}
		return all;
	}

}
