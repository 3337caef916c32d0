package io.github.redistiers.guard;

import java.time.Duration;
import java.util.Locale;

import io.github.redistiers.TierRole;

/**
 * {@code cache.clients} and {@code store.clients}: a server that has as many clients as
 * it may turns new ones away, whoever they are.
 */
final class ClientsCheck implements ServerCheck {

	private final TierRole role;

	ClientsCheck(TierRole role) {
		this.role = role;
	}

	@Override
	public String id() {
		return this.role.name().toLowerCase(Locale.ROOT) + ".clients";
	}

	@Override
	public TierRole role() {
		return this.role;
	}

	@Override
	public FindingKind kind() {
		return FindingKind.CONDITION;
	}

	private static final Duration RECENT = Duration.ofMinutes(5);

	private static final Duration HOVERING = Duration.ofMinutes(2);

	private static final double MANY = 0.8;

	@Override
	public Judgement judge(InspectedServer server) {
		long connected = server.info().number("connected_clients");
		long most = most(server);
		double rejected = rejected(server);
		String found = connected + " of " + most + " clients connected";
		if (rejected > 0) {
			return wrong(server,
					(long) rejected + " connections rejected in the last " + Spans.about(RECENT) + ", " + found, most);
		}
		return (mostConnected(server, connected) < MANY * most) ? Judgement.ok(found) : wrong(server, found, most);
	}

	/**
	 * Those of the last minutes count too, so that a server that hovers about the
	 * threshold is not told of again and again.
	 */
	private static double mostConnected(InspectedServer server, long connected) {
		double most = connected;
		for (Sighting sighting : server.earlier()) {
			double then = sighting.info().numberOrNaN("connected_clients");
			if (then > most && sighting.at().isAfter(server.at().minus(HOVERING))) {
				most = then;
			}
		}
		return most;
	}

	private static long most(InspectedServer server) {
		try {
			return server.info().number("maxclients");
		}
		catch (UnknownFactException ex) {
			return Long.parseLong(server.setting("maxclients"));
		}
	}

	/**
	 * A counter that went backwards was reset.
	 */
	private static double rejected(InspectedServer server) {
		double now = server.info().numberOrNaN("rejected_connections");
		for (Sighting sighting : server.earlier()) {
			double then = sighting.info().numberOrNaN("rejected_connections");
			if (sighting.at().isAfter(server.at().minus(RECENT)) && then <= now) {
				return now - then;
			}
		}
		return 0;
	}

	private Judgement wrong(InspectedServer server, String found, long most) {
		return Judgement.wrong(Severity.WARNING, found, "fewer than " + Math.round(100 * MANY) + " % of maxclients",
				"A server with maxclients clients turns new ones away: pods that start, and the operator's redis-cli.",
				Remedy.on(server)
					.run("CLIENT LIST", "who has them? Each instance of an application needs two or three")
					.then("If all are wanted (each costs memory and one of the process's files, ulimit -n):")
					.set("maxclients", String.valueOf(2 * most)));
	}

}
