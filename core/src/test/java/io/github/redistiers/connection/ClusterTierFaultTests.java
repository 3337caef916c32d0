package io.github.redistiers.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.FaultProxy;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A cluster of one node, which tells its clients to come through a proxy.
 */
@EachServerGeneration
@Timeout(90)
class ClusterTierFaultTests {

	private static final Duration LIMIT = Duration.ofSeconds(1);

	private final ServerGeneration generation;

	@SuppressWarnings("NullAway.Init")
	private RedisServer server;

	@SuppressWarnings("NullAway.Init")
	private FaultProxy proxy;

	ClusterTierFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@BeforeEach
	void formCluster() {
		int port = freePort();
		this.proxy = FaultProxy.to("127.0.0.1", port);
		this.server = RedisServer.builder()
			.generation(this.generation)
			.port(port)
			.setting("cluster-enabled", "yes")
			.setting("cluster-announce-ip", this.proxy.host())
			.setting("cluster-announce-port", String.valueOf(this.proxy.port()))
			.start();
		List<String> slots = new ArrayList<>(List.of("CLUSTER", "ADDSLOTS"));
		for (int slot = 0; slot < 16384; slot++) {
			slots.add(String.valueOf(slot));
		}
		this.server.execute(slots.toArray(String[]::new));
		Awaitility.await()
			.until(() -> String.valueOf(this.server.execute("CLUSTER", "INFO")), (info) -> info.contains("state:ok"));
	}

	/**
	 * A free port that leaves room for the bus port, which is 10000 above, and is below
	 * those that outgoing connections take meanwhile.
	 */
	private static int freePort() {
		while (true) {
			int port = ThreadLocalRandom.current().nextInt(16_384, 22_768);
			try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
				return socket.getLocalPort();
			}
			catch (IOException ex) {
				// taken: another one
			}
		}
	}

	@AfterEach
	void close() {
		this.proxy.close();
		this.server.close();
	}

	@Test
	void saysWhereTheClusterIsNamedWhenNothingIsThere() {
		try (TestTier store = store()) {
			this.proxy.refuseConnections();
			assertThatExceptionOfType(NodeUnreachableException.class).isThrownBy(() -> TierNodes.of(store.tier()))
				.withMessageEndingWith("Check that the server runs, then redis-tiers.store.cluster.nodes.");
		}
	}

	@Test
	void readsAndWritesInEveryWay() {
		try (TestTier store = store()) {
			store.template().opsForValue().set("a", "1");
			assertThat(new ReactiveStringRedisTemplate(store.factory()).opsForValue().get("a").block()).isEqualTo("1");
			assertThat(store.template().opsForList().leftPop("absent", Duration.ofMillis(2500))).isNull();
			store.template().opsForList().rightPush("present", "b");
			assertThat(store.template().opsForList().leftPop("present", Duration.ofSeconds(1))).isEqualTo("b");
		}
	}

	@Test
	void neverSendsACommandTwiceWhoseReplyWasLost() {
		try (TestTier store = store()) {
			store.template().hasKey("n");
			AtomicInteger sent = new AtomicInteger();
			// a reply to Lettuce's own look at the topology may be the one that is lost
			Awaitility.await().until(() -> {
				this.proxy.dropNextReply();
				sent.incrementAndGet();
				return catchThrowable(
						() -> store.template().opsForValue().increment("n")) instanceof DataAccessException;
			});
			Awaitility.await().ignoreExceptions().until(() -> store.template().hasKey("n"));
			assertThat(this.server.execute("GET", "n")).isEqualTo(String.valueOf(sent));
			assertThat(store.template().opsForValue().increment("n")).isEqualTo(sent.get() + 1);
		}
	}

	@Test
	void letsAllCallersWaitTogetherForASilentCluster() {
		this.proxy.blackHole();
		try (TestTier store = store()) {
			long begin = System.nanoTime();
			List<CompletableFuture<Void>> calls = new ArrayList<>();
			for (int i = 0; i < 16; i++) {
				calls.add(CompletableFuture.runAsync(
						() -> assertThatExceptionOfType(RedisConnectionFailureException.class)
							.isThrownBy(() -> store.template().hasKey("a"))
							.withMessageContaining("store tier at " + this.proxy.address()),
						(task) -> new Thread(task).start()));
			}
			calls.forEach(CompletableFuture::join);
			assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LIMIT.multipliedBy(3));
			this.proxy.pass();
			Awaitility.await()
				.ignoreExceptions()
				.untilAsserted(() -> assertThat(store.template().hasKey("a")).isFalse());
		}
	}

	@Test
	void findsEachNode() {
		try (TestTier store = store()) {
			List<TierNode> nodes = TierNodes.of(store.tier());
			assertThat(nodes).extracting(TierNode::address).containsExactly(this.proxy.address());
			try (NodeConnection connection = nodes.get(0).connect()) {
				assertThat(connection.execute("INFO")).asString().contains("cluster_enabled:1");
			}
		}
	}

	private TestTier store() {
		RedisClusterConfiguration configuration = new RedisClusterConfiguration(
				List.of(this.proxy.host() + ":" + this.proxy.port()));
		return TestTier.store(configuration, (settings) -> settings.connectTimeout(LIMIT));
	}

}
