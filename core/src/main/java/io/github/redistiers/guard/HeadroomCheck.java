package io.github.redistiers.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

import io.github.redistiers.TierRole;

/**
 * {@code store.headroom}: a store near its limit soon refuses writes, and one that is at
 * its limit does. What it used within the last minutes counts too, so that a store that
 * hovers about a threshold is not told of again and again.
 */
final class HeadroomCheck extends ConditionCheck {

	private static final double SCARCE = 0.75;

	private static final double VERY_SCARCE = 0.9;

	/**
	 * A store that was full within the last minutes is so until it has some room again.
	 */
	private static final double STILL_FULL = 0.98;

	private static final Duration HOVERING = Duration.ofMinutes(2);

	/** Growth that is seen for a shorter time foretells nothing. */
	private static final Duration SHORTEST = Duration.ofMinutes(5);

	HeadroomCheck() {
		super(TierRole.STORE, "headroom");
	}

	@Override
	public Judgement judge(InspectedServer server) {
		Memory memory = Memory.of(server);
		Memory most = new Memory((long) most(server, ServerInfo::countedMemory, HOVERING), memory.limit());
		if (memory.isUsedUp() || (most.isUsedUp() && memory.isBeyond(STILL_FULL))) {
			return full(server, memory);
		}
		if (!most.isBeyond(SCARCE)) {
			return Judgement.ok(memory.inWords());
		}
		String left = timeLeft(server, memory);
		return Judgement.wrong(Severity.WARNING, memory.inWords() + left,
				most.isBeyond(VERY_SCARCE) ? "10 % free" : "25 % free", "A full store refuses writes (OOM).",
				remedy(server, memory));
	}

	/**
	 * A replica goes on all the same, since it leaves its limit to its primary.
	 */
	private static Judgement full(InspectedServer server, Memory memory) {
		boolean isReplica = server.info().isReplica();
		return Judgement.wrong(isReplica ? Severity.WARNING : Severity.ERROR, memory.inWords(), "room",
				isReplica ? "The replica would be full if it took over, and refuse writes (OOM)."
						: "The store is full: it refuses writes (OOM).",
				remedy(server, memory));
	}

	private static Remedy remedy(InspectedServer server, Memory memory) {
		return Remedy.on(server)
			.then("If the machine has the memory (leave it as much again for snapshots):")
			.set("maxmemory", memory.roomier())
			.then("Otherwise find what grows (redis-cli -i 0.1 --memkeys) and delete what nobody needs.");
	}

	/**
	 * As a straight line from the earliest that is known.
	 */
	private static String timeLeft(InspectedServer server, Memory memory) {
		List<Sighting> earlier = server.earlier();
		if (earlier.isEmpty()) {
			return "";
		}
		Instant since = earlier.get(0).at();
		Duration seen = Duration.between(since, server.at());
		double growth = memory.used() - earlier.get(0).info().countedMemory();
		if (seen.compareTo(SHORTEST) < 0 || !(growth > 0)) {
			return "";
		}
		double left = (memory.limit() - memory.used()) / growth * seen.toSeconds();
		if (left > Duration.ofDays(30).toSeconds()) {
			return "";
		}
		return ", full in " + Spans.about(Duration.ofSeconds((long) left)) + " if it grows as in the last "
				+ Spans.about(seen);
	}

}
