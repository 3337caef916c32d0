package io.github.redistiers.store;

import java.time.Duration;

import io.github.redistiers.MovingPrimary;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.FaultProxy;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import io.github.redistiers.store.counter.CounterRepository;
import io.github.redistiers.store.counter.CounterStructure;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server becomes a replica, and nobody disconnects its clients: as when they come with
 * an address from before a failover.
 */
@Timeout(120)
@EachServerGeneration
class DemotedServerFaultTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	private final ServerGeneration generation;

	private MovingPrimary servers;

	private TestStore store;

	DemotedServerFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@BeforeEach
	void start() {
		this.servers = new MovingPrimary((builder) -> builder.generation(this.generation).preset(ServerPreset.STORE));
		FaultProxy address = this.servers.address();
		this.store = TestStore.on(new RedisStandaloneConfiguration(address.host(), address.port()),
				Duration.ofSeconds(5), new DurabilitySettings(DurabilityLevel.SERVER, 1, Duration.ofSeconds(5), null),
				new CounterStructure());
		this.servers.pair().awaitInStep();
	}

	@AfterEach
	void stop() {
		this.store.close();
		this.servers.close();
	}

	@Test
	void isLeftByWhoeverWrites() {
		CounterRepository counters = this.store.repositories().create(Plain.class);
		assertThat(counters.increment("a")).isEqualTo(1);
		this.servers.demote();
		Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> counters.increment("a") > 1);
	}

	@Test
	void isLeftByWhoeverWritesWithATemplate() {
		assertThat(this.store.template().opsForValue().increment("a")).isEqualTo(1);
		this.servers.demote();
		Awaitility.await()
			.atMost(PATIENCE)
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(this.store.template().opsForValue().increment("a")).isGreaterThan(1));
	}

	@Test
	void isLeftByWhatWaitsForItsReplicas() {
		CounterRepository counters = this.store.repositories().create(Replicated.class);
		assertThat(counters.increment("a")).isEqualTo(1);
		this.servers.demote();
		Awaitility.await().atMost(PATIENCE).ignoreExceptions().until(() -> counters.increment("a") > 1);
	}

	@Test
	void isNamedByWhoeverLeavesItAndFindsNoOther() {
		CounterRepository counters = demotedAndAlone();
		ThrownFailure.assertNamed(() -> counters.increment("a"), StoreReadOnlyException.class, Applied.NO);
		ThrownFailure.assertNamed(() -> counters.increment("a"), StoreUnavailableException.class, Applied.NO);
	}

	@Test
	void isNamedByWhoeverLeavesItWithoutWaiting() {
		CounterRepository counters = demotedAndAlone();
		ThrownFailure.assertNamed(() -> ThrownFailure.join(counters.incrementAsync("a")), StoreReadOnlyException.class,
				Applied.NO);
		ThrownFailure.assertNamed(() -> ThrownFailure.join(counters.incrementAsync("a")),
				StoreUnavailableException.class, Applied.NO);
	}

	/**
	 * New connections are refused, as in the midst of a failover.
	 */
	private CounterRepository demotedAndAlone() {
		CounterRepository counters = this.store.repositories().create(Plain.class);
		assertThat(counters.increment("a")).isEqualTo(1);
		this.servers.pair().primary().makeReadOnly();
		this.servers.address().refuseConnections();
		return counters;
	}

	@StoreRepository("plain")
	interface Plain extends CounterRepository {

	}

	@StoreRepository("replicated")
	@Durability(DurabilityLevel.REPLICATED)
	interface Replicated extends CounterRepository {

	}

}
