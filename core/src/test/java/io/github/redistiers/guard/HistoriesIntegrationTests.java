package io.github.redistiers.guard;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.NodeUnreachableException;
import io.github.redistiers.connection.NodeUnreachableException.Kind;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierNode;
import io.github.redistiers.connection.TierNodes;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.ServerGeneration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is known of a server from earlier looks, when for a while nobody knows the tier's
 * servers, as while all Sentinels are away.
 */
@EachServerGeneration
class HistoriesIntegrationTests {

	private final ServerGeneration generation;

	private final MovableClock clock = new MovableClock();

	private final AtomicBoolean isDirectoryAway = new AtomicBoolean();

	private final List<Integer> known = new ArrayList<>();

	HistoriesIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@Test
	void lastForAnHour() {
		try (Scene scene = new Scene(this.generation); Guard guard = guard(scene.storeTier())) {
			look(guard, Duration.ZERO);
			look(guard, Duration.ofMinutes(1));
			this.isDirectoryAway.set(true);
			look(guard, Duration.ofMinutes(1));
			this.isDirectoryAway.set(false);
			look(guard, Duration.ofMinutes(1));
			assertThat(this.known).containsExactly(0, 1, 2);
			this.isDirectoryAway.set(true);
			look(guard, Duration.ofMinutes(61));
			this.isDirectoryAway.set(false);
			look(guard, Duration.ofMinutes(1));
			assertThat(this.known).endsWith(0);
		}
	}

	private void look(Guard guard, Duration later) {
		this.clock.pass(later);
		guard.inspect();
	}

	private Guard guard(RedisTier tier) {
		ServerCheck check = new ServerCheck() {

			@Override
			public String id() {
				return "store.known";
			}

			@Override
			public TierRole role() {
				return TierRole.STORE;
			}

			@Override
			public Judgement judge(InspectedServer server) {
				HistoriesIntegrationTests.this.known.add(server.earlier().size());
				return Judgement.ok("known");
			}

		};
		return new Guard(List.of(tier), List.of(check), List.of(), GuardSettings.defaults(), this::nodes, this.clock);
	}

	private List<? extends TierNode> nodes(RedisTier tier) {
		if (this.isDirectoryAway.get()) {
			throw new NodeUnreachableException(Kind.OTHER, "No Sentinel answers.", null);
		}
		return TierNodes.of(tier);
	}

}
