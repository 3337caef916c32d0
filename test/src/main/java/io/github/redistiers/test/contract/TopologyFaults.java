package io.github.redistiers.test.contract;

import java.util.Collection;
import java.util.List;
import java.util.Set;

import io.github.redistiers.devservices.ClusterGroup;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.SentinelGroup;
import io.github.redistiers.store.DurabilityLevel;
import org.junit.jupiter.api.Test;

import org.springframework.data.redis.connection.RedisClusterConfiguration;
import org.springframework.data.redis.connection.RedisSentinelConfiguration;

/**
 * What structures keep when another server takes over, by a failover or in a cluster.
 * Nothing is ever done twice.
 *
 * @since 0.1.0
 */
public abstract class TopologyFaults extends StructureFaults {

	@Test
	void losesNothingReplicatedAndDoublesNothingWhenSentinelsFailOver() {
		try (SentinelGroup group = SentinelGroup.start((builder) -> store(builder, "everysec"));
				TestedStore store = TestedStore.on(sentinels(group), DurabilityLevel.SERVER);
				TestedStore replicatedStore = TestedStore.on(sentinels(group), DurabilityLevel.REPLICATED);
				Loads loads = loads("failover", store);
				Loads replicated = loads("failover, REPLICATED", replicatedStore, "Replicated")) {
			loads.run();
			replicated.run();
			loads.awaitAcknowledged(20);
			replicated.awaitAcknowledged(20);
			RedisServer lost = group.primary();
			group.cutReplication();
			// these are lost for sure
			loads.awaitAcknowledged(20);
			group.failOver();
			loads.awaitAcknowledged(20);
			// there is nobody to replicate to before
			group.rejoin(lost);
			replicated.awaitAcknowledged(5);
			replicated.pause();
			loads.pause();
			replicated.check(Loss.NONE);
			loads.check(Loss.ANY);
		}
	}

	private static RedisSentinelConfiguration sentinels(SentinelGroup group) {
		return new RedisSentinelConfiguration(group.name(), Set.copyOf(group.nodes()));
	}

	@Test
	void losesNothingAndDoublesNothingWhileSlotsMove() {
		try (ClusterGroup group = ClusterGroup.start((builder) -> store(builder, "everysec"));
				TestedStore store = TestedStore.on(new RedisClusterConfiguration(group.nodes()),
						DurabilityLevel.SERVER);
				Loads loads = loads("reshard", store)) {
			for (Load<?> load : loads.each()) {
				Tally.KEYS.forEach((key) -> load.make(load.next()));
			}
			// those of each structure's keys; one that makes a key for each operation
			// would soon use all of them
			Collection<Integer> slots = group.usedSlots();
			loads.run();
			loads.awaitAcknowledged(20);
			for (int round = 0; round < ROUNDS; round++) {
				move(slots, group);
			}
			loads.awaitAcknowledged(20);
			loads.pause();
			loads.check(Loss.NONE);
		}
	}

	private static void move(Collection<Integer> slots, ClusterGroup group) {
		List<RedisServer> primaries = group.primaries();
		for (int slot : slots) {
			int owner = primaries.indexOf(group.ownerOf(slot));
			group.moveSlot(slot, primaries.get((owner + 1) % primaries.size()));
		}
	}

}
