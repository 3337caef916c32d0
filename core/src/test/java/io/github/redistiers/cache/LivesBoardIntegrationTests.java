package io.github.redistiers.cache;

import java.time.Duration;
import java.util.Map;

import io.github.redistiers.cache.LivesBoard.Words;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What share-lives.lua promises, on every generation of servers.
 */
@EachServerGeneration
class LivesBoardIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.cache();

	private static final Duration LONG = Duration.ofMinutes(1);

	private static final String KEY = "shop:cache-lives";

	private final LivesBoard one = new LivesBoard(KEY, "one");

	private final LivesBoard other = new LivesBoard(KEY, "other");

	private TestCaches caches;

	private RedisClusterAsyncCommands<byte[], byte[]> commands;

	LivesBoardIntegrationTests(ServerGeneration generation) {
	}

	@BeforeEach
	void start() {
		server.execute("FLUSHALL");
		this.caches = new TestCaches(server.get());
		this.commands = new CacheServer(this.caches.factory(), null, () -> {
		}).link().commands();
	}

	@AfterEach
	void stop() {
		this.caches.close();
	}

	@Test
	void addsWhatAllProcessesWrite() {
		this.one.add(this.commands, Map.of("products", 5L, "a:b", 1L), LONG).join();
		Words words = this.other.add(this.commands, Map.of("products", 7_000_000_000L), LONG).join();
		assertThat(words.written()).isEqualTo(Map.of("products", 7_000_000_005.0, "a:b", 1.0));
	}

	@Test
	void letsOneProcessLead() {
		assertThat(this.one.add(this.commands, Map.of(), LONG).join().leads()).isTrue();
		assertThat(this.other.add(this.commands, Map.of(), LONG).join().leads()).isFalse();
		assertThat(this.one.add(this.commands, Map.of(), LONG).join().leads()).isTrue();
	}

	@Test
	void letsAnotherProcessLeadWhenTheFirstDoesNotComeAgain() {
		assertThat(this.one.add(this.commands, Map.of(), Duration.ofMillis(50)).join().leads()).isTrue();
		Awaitility.await().until(() -> this.other.add(this.commands, Map.of(), LONG).join().leads());
		assertThat(this.one.add(this.commands, Map.of(), LONG).join().leads()).isFalse();
	}

	@Test
	void takesTheWordsOfTheLeaderOnly() {
		this.one.say(this.commands, Map.of("", 40.5, "products", 3.0), Map.of("prices", "so it is"), LONG).join();
		this.other.say(this.commands, Map.of("", 1.0), Map.of("prices", "not so"), LONG).join();
		Words words = this.other.add(this.commands, Map.of(), LONG).join();
		assertThat(words.lives()).isEqualTo(Map.of("", 40.5, "products", 3.0));
		assertThat(words.fiction()).isEqualTo(Map.of("prices", "so it is"));
	}

	@Test
	void keepsTheBoardForADay() {
		this.one.add(this.commands, Map.of("products", 5L), LONG).join();
		assertThat((Long) server.execute("PTTL", KEY)).isBetween(86_000_000L, 86_400_000L);
	}

}
