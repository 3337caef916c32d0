package io.github.redistiers.devservices;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

@EachServerGeneration
class ReplicationFaultTests {

	private final ServerGeneration generation;

	ReplicationFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@Test
	void keepsAReplicaInStep() {
		try (ReplicaPair pair = ReplicaPair.start(this::store)) {
			pair.primary().execute("SET", "a", "1");
			pair.awaitInStep();
			assertThat(pair.replica().execute("GET", "a")).isEqualTo("1");
			assertThat((String) pair.replica().execute("INFO")).contains("role:slave")
				.matches(this.generation::matches);
			assertThat(pair.nodes()).hasSize(2).first().asString().endsWith(":" + pair.primary().port());
		}
	}

	@Test
	void replicatesWithAPassword() {
		try (ReplicaPair pair = ReplicaPair.start((builder) -> store(builder).password("secret"))) {
			pair.primary().execute("SET", "a", "1");
			pair.awaitInStep();
			assertThat(pair.replica().execute("GET", "a")).isEqualTo("1");
		}
	}

	@Test
	void failsOverBySentinelsAndBack() {
		try (SentinelGroup group = SentinelGroup.start((builder) -> store(builder).password("secret"))) {
			RedisServer first = group.primary();
			RedisServer second = group.replica();
			first.execute("SET", "a", "1");
			await().untilAsserted(() -> assertThat(second.execute("GET", "a")).isEqualTo("1"));
			group.cutReplication();
			first.execute("SET", "late", "1");
			assertThat(group.failOver()).isSameAs(second);
			assertThat(second.execute("GET", "late")).isNull();
			assertThat(group.primary()).isSameAs(second);
			assertThat(second.execute("INCR", "a")).isEqualTo(2L);
			group.rejoin(first);
			await().untilAsserted(() -> assertThat(first.execute("GET", "a")).isEqualTo("2"));
			assertThat(group.nodes()).hasSize(3);
		}
	}

	private RedisServerBuilder store(RedisServerBuilder builder) {
		return builder.generation(this.generation).preset(ServerPreset.STORE);
	}

}
