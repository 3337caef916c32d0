package io.github.redistiers.guard;

import java.time.Duration;

import io.github.redistiers.TierRole;

/**
 * {@code cache.clients} and {@code store.clients}: a server that has as many clients as
 * it may turns new ones away, whoever they are.
 */
final class ClientsCheck extends ConditionCheck {

	private static final Duration RECENT = Duration.ofMinutes(5);

	/**
	 * So that a server that hovers about the threshold is not told of again and again.
	 */
	private static final Duration HOVERING = Duration.ofMinutes(2);

	private static final double MANY = 0.8;

	ClientsCheck(TierRole role) {
		super(role, "clients");
	}

	@Override
	public Judgement judge(InspectedServer server) {
		long connected = server.info().number("connected_clients");
		long most = most(server);
		double rejected = grown(server, "rejected_connections", RECENT);
		String found = connected + " of " + most + " clients connected";
		if (rejected > 0) {
			return wrong(server,
					(long) rejected + " connections rejected in the last " + Spans.about(RECENT) + ", " + found, most);
		}
		return (most(server, "connected_clients", HOVERING) < MANY * most) ? Judgement.ok(found)
				: wrong(server, found, most);
	}

	private static long most(InspectedServer server) {
		try {
			return server.info().number("maxclients");
		}
		catch (UnknownFactException ex) {
			return Long.parseLong(server.setting("maxclients"));
		}
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
