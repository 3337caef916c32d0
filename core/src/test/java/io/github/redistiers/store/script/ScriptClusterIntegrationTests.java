package io.github.redistiers.store.script;

import java.time.Duration;
import java.util.List;

import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.Applied;
import io.github.redistiers.store.TestStore;
import io.github.redistiers.store.script.OwnScripts.Accounts;
import io.github.redistiers.store.script.OwnScripts.Plain;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.data.redis.connection.RedisClusterConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@EachServerGeneration
@Timeout(120)
class ScriptClusterIntegrationTests {

	private final ServerGeneration generation;

	@SuppressWarnings("NullAway.Init")
	private ClusterGroup group;

	@SuppressWarnings("NullAway.Init")
	private TestStore store;

	ScriptClusterIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@BeforeEach
	void start() {
		this.group = ClusterGroup.start((builder) -> builder.generation(this.generation));
		this.store = TestStore.on(new RedisClusterConfiguration(this.group.nodes()), Duration.ofSeconds(5),
				new ScriptStructure());
	}

	@AfterEach
	void stop() {
		this.store.close();
		this.group.close();
	}

	@Test
	void runsOnTheNodeOfItsKeys() {
		Plain plain = this.store.repositories().create(Plain.class);
		for (int number = 0; number < 20; number++) {
			assertThat(plain.increment("key" + number, 7)).isEqualTo(7);
			String key = "shop:script:plain:key" + number;
			assertThat(this.group.ownerOf(key).execute("GET", key)).isEqualTo("7");
		}
		assertThat(plain.several(List.of("{1}:a", "{1}:b"))).hasSize(3);
		Accounts accounts = this.store.repositories().create(Accounts.class);
		accounts.pay("a", 10);
		assertThat(accounts.transfer("a", "b", 4)).isTrue();
		assertThat(accounts.pay("b", 0)).isEqualTo(4);
	}

	@Test
	void namesAKeyThatTheScriptDoesNotDeclare() {
		Plain plain = this.store.repositories().create(Plain.class);
		for (int number = 0; number < 100; number++) {
			String key = "key" + number;
			try {
				assertThat(plain.undeclared(key)).as("a key of the same node").isOne();
			}
			catch (ScriptFailedException ex) {
				assertThat(ex).hasMessageContaining("undeclared.lua (line 2) touched a key that is not in its KEYS");
				assertThat(ex.applied()).isEqualTo(Applied.UNKNOWN);
				return;
			}
		}
		throw new AssertionError("One node owns the slots of a hundred keys");
	}

	@Test
	void refusesScatteredKeysBeforeItSends() {
		Plain plain = this.store.repositories().create(Plain.class);
		assertThatExceptionOfType(ScatteredKeysException.class)
			.isThrownBy(() -> plain.several(List.of("{1}:a", "{2}:a")));
	}

}
