package io.github.redistiers.store;

import java.time.Duration;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.FaultProxy;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ReplicaPair;
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

	private final ServerGeneration generation;

	private ReplicaPair pair;

	private FaultProxy address;

	private TestStore store;

	DemotedServerFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@BeforeEach
	void start() {
		this.pair = ReplicaPair.start((builder) -> builder.generation(this.generation).preset(ServerPreset.STORE));
		this.address = FaultProxy.to(this.pair.primary());
		this.store = TestStore.on(new RedisStandaloneConfiguration(this.address.host(), this.address.port()),
				Duration.ofSeconds(5), new DurabilitySettings(DurabilityLevel.SERVER, 1, Duration.ofSeconds(5), null),
				new CounterStructure());
		this.pair.awaitInStep();
	}

	@AfterEach
	void stop() {
		this.store.close();
		this.address.close();
		this.pair.close();
	}

	@Test
	void isLeftByWhoeverWrites() {
		CounterRepository counters = this.store.repositories().create(Plain.class);
		assertThat(counters.increment("a")).isEqualTo(1);
		demote();
		Awaitility.await().ignoreExceptions().until(() -> counters.increment("a") > 1);
	}

	@Test
	void isLeftByWhoeverWritesWithATemplate() {
		assertThat(this.store.template().opsForValue().increment("a")).isEqualTo(1);
		demote();
		Awaitility.await()
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(this.store.template().opsForValue().increment("a")).isGreaterThan(1));
	}

	@Test
	void isLeftByWhatWaitsForItsReplicas() {
		CounterRepository counters = this.store.repositories().create(Replicated.class);
		assertThat(counters.increment("a")).isEqualTo(1);
		demote();
		Awaitility.await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> counters.increment("a") > 1);
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
		this.pair.primary().makeReadOnly();
		this.address.refuseConnections();
		return counters;
	}

	private void demote() {
		RedisServer demoted = this.pair.primary();
		RedisServer promoted = this.pair.replica();
		this.pair.awaitInStep();
		this.address.moveTo(promoted);
		promoted.execute("REPLICAOF", "NO", "ONE");
		demoted.execute("REPLICAOF", promoted.host(), String.valueOf(promoted.port()));
	}

	@StoreRepository("plain")
	interface Plain extends CounterRepository {

	}

	@StoreRepository("replicated")
	@Durability(DurabilityLevel.REPLICATED)
	interface Replicated extends CounterRepository {

	}

}
