package io.github.redistiers.guard;

import java.time.Clock;
import java.time.temporal.ChronoUnit;

import io.github.redistiers.TierRole;

/**
 * {@code store.evicted-keys}: whatever the policy says now, data has been lost already.
 */
final class EvictedKeysCheck extends ConditionCheck {

	private final Clock clock;

	EvictedKeysCheck(Clock clock) {
		super(TierRole.STORE, "evicted-keys");
		this.clock = clock;
	}

	@Override
	public Judgement judge(InspectedServer server) {
		long evicted = server.info().number("evicted_keys");
		if (evicted == 0) {
			return Judgement.ok("none");
		}
		return Judgement.wrong(Severity.WARNING, evicted + " keys evicted since " + since(server), "none",
				"Data has been lost: evicted keys do not come back.",
				Remedy.on(server)
					.then("Mend store.eviction-policy first, then find out what was lost (who misses a session, a job,"
							+ " a counter?).")
					.run("CONFIG RESETSTAT",
							"only when that is done: it sets this counter back to 0, and all others too"));
	}

	private String since(InspectedServer server) {
		try {
			long uptime = server.info().number("uptime_in_seconds");
			return this.clock.instant().minusSeconds(uptime).truncatedTo(ChronoUnit.SECONDS) + " (the server's start)";
		}
		catch (UnknownFactException ex) {
			return "the server's start";
		}
	}

}
