package io.github.redistiers.guard;

import java.time.Duration;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

import io.github.redistiers.TierRole;

/**
 * A check of what a server goes through right now. It is named after the role that it
 * judges.
 */
abstract class ConditionCheck implements ServerCheck {

	private final TierRole role;

	private final String id;

	/**
	 * A check.
	 * @param role which tiers it judges
	 * @param name what its id ends with
	 */
	ConditionCheck(TierRole role, String name) {
		this.role = role;
		this.id = role.name().toLowerCase(Locale.ROOT) + "." + name;
	}

	@Override
	public final String id() {
		return this.id;
	}

	@Override
	public final TierRole role() {
		return this.role;
	}

	@Override
	public final FindingKind kind() {
		return FindingKind.CONDITION;
	}

	/**
	 * The most that a number was within some time, now included.
	 * @param field a field of INFO that {@link ServerHistory} keeps
	 */
	static double most(InspectedServer server, String field, Duration within) {
		return most(server, (info) -> info.numberOrNaN(field), within);
	}

	/**
	 * The most that a number was within some time, now included.
	 * @param number what to make of fields of INFO that {@link ServerHistory} keeps
	 */
	static double most(InspectedServer server, ToDoubleFunction<ServerInfo> number, Duration within) {
		double most = number.applyAsDouble(server.info());
		for (Sighting sighting : server.earlier()) {
			double then = number.applyAsDouble(sighting.info());
			if (then > most && sighting.at().isAfter(server.at().minus(within))) {
				most = then;
			}
		}
		return most;
	}

	/**
	 * By how much a counter has grown within some time. One that went backwards was
	 * reset.
	 * @param field a field of INFO that {@link ServerHistory} keeps
	 * @throws UnknownFactException if the server does not tell it
	 */
	static double grown(InspectedServer server, String field, Duration within) {
		double now = server.info().number(field);
		for (Sighting sighting : server.earlier()) {
			double then = sighting.info().numberOrNaN(field);
			if (sighting.at().isAfter(server.at().minus(within)) && then <= now) {
				return now - then;
			}
		}
		return 0;
	}

}
