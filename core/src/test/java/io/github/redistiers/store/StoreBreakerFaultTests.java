package io.github.redistiers.store;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import io.github.redistiers.OneNodeCluster;
import io.github.redistiers.breaker.BypassedException;
import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.FaultProxy;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerPreset;
import io.github.redistiers.store.counter.CounterRepository;
import io.github.redistiers.store.counter.CounterStructure;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.data.redis.connection.RedisClusterConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * A store that hangs does not hold everybody for the time limit.
 */
@Timeout(120)
class StoreBreakerFaultTests {

	private static final Duration LIMIT = Duration.ofMillis(300);

	private static final int CALLERS = 32;

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	@Test
	void failsCallsAtOnceWhileTheServerHangsAndGoesOnAfterwards() throws Exception {
		try (FaultProxy proxy = FaultProxy.to(server.get());
				TestStore store = TestStore.on(proxy.host(), proxy.port(), LIMIT, new CounterStructure())) {
			CounterRepository counters = counters(store);
			counters.increment("a");
			proxy.blackHole();
			awaitOpen(() -> catchThrowable(() -> counters.increment("a")));
			assertNotSent(catchThrowable(() -> counters.increment("a")));
			assertNotSent(catchThrowable(() -> store.template().opsForValue().increment("b")));
			proxy.pass();
			Awaitility.await().ignoreExceptions().until(() -> counters.value("a") >= 1);
			Awaitility.await()
				.ignoreExceptions()
				.until(() -> "1".equals(String.valueOf(store.template().opsForValue().increment("c"))));
		}
	}

	@Test
	void doesNotOpenForRefusals() {
		try (TestStore store = TestStore.on(server.get(), new CounterStructure())) {
			CounterRepository counters = counters(store);
			server.get().refuseWrites();
			// together: each is tried several times
			assertThat(Stream.generate(() -> counters.incrementAsync("a", 1)).limit(200).toList())
				.allSatisfy((refused) -> assertThat(catchThrowable(() -> ThrownFailure.join(refused)))
					.isInstanceOf(TooFewReplicasException.class));
			server.get().acceptWrites();
			assertThat(counters.increment("a")).isEqualTo(1);
		}
	}

	@Test
	void leavesOnlyTheNodeAloneThatHangs() throws Exception {
		try (ClusterGroup group = ClusterGroup
			.start((builder) -> builder.preset(ServerPreset.STORE).setting("cluster-node-timeout", "60000"));
				TestStore store = TestStore.on(new RedisClusterConfiguration(group.nodes()), LIMIT,
						new CounterStructure())) {
			CounterRepository counters = counters(store);
			RedisServer hanging = group.primaries().get(0);
			List<String> theirs = IntStream.range(0, 60)
				.mapToObj(String::valueOf)
				.filter((key) -> group.ownerOf("shop:counter:views:" + key).port() == hanging.port())
				.toList();
			List<String> others = IntStream.range(0, 60)
				.mapToObj(String::valueOf)
				.filter((key) -> !theirs.contains(key))
				.toList();
			Stream.concat(theirs.stream(), others.stream()).forEach(counters::increment);
			hanging.pause();
			awaitOpen(() -> catchThrowable(() -> counters.increment(theirs.get(0))));
			assertThat(others).isNotEmpty()
				.allSatisfy((key) -> assertThat(counters.increment(key)).isGreaterThanOrEqualTo(2));
			hanging.resume();
			Awaitility.await().ignoreExceptions().until(() -> counters.increment(theirs.get(0)) > 1);
		}
	}

	@Test
	void givesUpAConnectionToAPrimaryThatIsForgottenOnTheWay() {
		try (RedisServer primary = OneNodeCluster.start(RedisServer.builder().preset(ServerPreset.STORE));
				FaultProxy proxy = OneNodeCluster.announcedProxy(primary)) {
			try (TestStore store = TestStore.on(
					new RedisClusterConfiguration(List.of(proxy.host() + ":" + proxy.port())), LIMIT,
					new CounterStructure())) {
				CounterRepository counters = counters(store);
				Awaitility.await().ignoreExceptions().until(() -> counters.increment("a") > 0);
				proxy.forgetConnections();
				assertThat(catchThrowable(() -> counters.increment("a"))).isInstanceOf(OutcomeUnknownException.class);
				Awaitility.await()
					.atMost(Duration.ofSeconds(60))
					.ignoreExceptions()
					.until(() -> counters.increment("a") > 0);
			}
		}
	}

	private static CounterRepository counters(TestStore store) {
		return store.repositories().create(CounterRepository.class, "views");
	}

	private static void awaitOpen(Callable<@Nullable Throwable> call) throws Exception {
		ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
		try {
			Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> {
				for (var failure : callers.invokeAll(IntStream.range(0, CALLERS).mapToObj((caller) -> call).toList())) {
					if (failure.get() instanceof StoreUnavailableException found
							&& found.getCause() instanceof BypassedException) {
						return true;
					}
				}
				return false;
			});
		}
		finally {
			callers.shutdown();
		}
	}

	private static void assertNotSent(@Nullable Throwable failure) {
		assertThat(failure).isInstanceOf(StoreUnavailableException.class)
			.hasRootCauseInstanceOf(BypassedException.class);
		assertThat(StoreFailure.of(failure)).extracting("applied").isEqualTo(Applied.NO);
	}

}
