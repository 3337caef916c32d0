package io.github.redistiers.test.contract;

import java.util.Collection;
import java.util.List;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerBuilder;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.Parameter;

/**
 * What the tests of the kit have in common: the structures under test, and the server
 * generation.
 */
@Timeout(900)
@EachServerGeneration
abstract class StructureFaults {

	/**
	 * How often a server is killed in a test.
	 */
	static final int ROUNDS = Integer.getInteger("redis-tiers.test.rounds", 3);

	@Parameter
	@SuppressWarnings("NullAway.Init")
	ServerGeneration generation;

	/**
	 * The structures under test.
	 * @return by default all that stand in the package of the test class
	 */
	protected Collection<StructureContract<?>> contracts() {
		return ContractScan.beside(getClass());
	}

	/**
	 * A server with the documented configuration of a store tier.
	 * @param sync when its log is synced: {@code always} or {@code everysec}
	 */
	RedisServerBuilder store(String sync) {
		return store(RedisServer.builder(), sync);
	}

	RedisServerBuilder store(RedisServerBuilder builder, String sync) {
		return builder.generation(this.generation).preset(ServerPreset.STORE).setting("appendfsync", sync);
	}

	Loads loads(String scene, TestedStore store) {
		return loads(scene, store, "");
	}

	Loads loads(String scene, TestedStore store, String kind) {
		List<Load<?>> loads = contracts().stream().<Load<?>>map((contract) -> Load.on(store, contract, kind)).toList();
		return new Loads(this.generation + ", " + scene, loads);
	}

}
