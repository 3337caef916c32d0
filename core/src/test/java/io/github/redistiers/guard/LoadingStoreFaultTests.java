package io.github.redistiers.guard;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;

import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.api.async.RedisAsyncCommands;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A store that was restarted and still reads its data: it tells that its AOF is off
 * meanwhile, which is no reason to refuse it.
 */
@EachServerGeneration
class LoadingStoreFaultTests {

	// a server that loads answers once in 1,024 keys, here some 10 times a second
	private static final int KEYS = 30 * 1024;

	private final ServerGeneration generation;

	LoadingStoreFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@Test
	void doesNotRefuseAStoreThatIsLoading() throws Exception {
		try (Scene scene = new Scene(this.generation, (it) -> it, (it) -> it.setting("key-load-delay", "100"))) {
			RedisTier store = scene.storeTier();
			fill(scene.store());
			scene.store().stop();
			CompletableFuture<Void> restart = CompletableFuture.runAsync(scene.store()::restart);
			GuardReport report = Awaitility.await()
				.until(() -> scene.inspect(store),
						(it) -> it.findings().stream().anyMatch((finding) -> finding.why().contains("LOADING")));
			assertThat(Scene.finding(report, "store.aof").verdict()).isEqualTo(Verdict.UNKNOWN);
			assertThat(report.refusals()).isEmpty();
			restart.get(30, TimeUnit.SECONDS);
			assertThat(Scene.finding(scene.inspect(store), "store.aof").verdict()).isEqualTo(Verdict.OK);
		}
	}

	// one command a key and no transaction, since the server answers between commands
	private static void fill(RedisServer server) throws Exception {
		RedisAsyncCommands<String, String> commands = server.commands().getStatefulConnection().async();
		List<RedisFuture<String>> answers = IntStream.range(0, KEYS)
			.mapToObj((number) -> commands.set("key:" + number, "value"))
			.toList();
		for (RedisFuture<String> answer : answers) {
			answer.get(30, TimeUnit.SECONDS);
		}
	}

}
