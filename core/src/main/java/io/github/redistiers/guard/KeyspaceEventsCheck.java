package io.github.redistiers.guard;

import io.github.redistiers.TierRole;

/**
 * {@code store.keyspace-events}: indexed sessions learn from the server that a session
 * has expired.
 */
final class KeyspaceEventsCheck implements ServerCheck {

	@Override
	public String id() {
		return "store.keyspace-events";
	}

	@Override
	public TierRole role() {
		return TierRole.STORE;
	}

	@Override
	public Judgement judge(InspectedServer server) {
		String events = server.setting("notify-keyspace-events");
		StringBuilder needed = new StringBuilder(events);
		if (!events.contains("E")) {
			needed.append('E');
		}
		for (String kind : new String[] { "g", "x" }) {
			if (!events.contains("A") && !events.contains(kind)) {
				needed.append(kind);
			}
		}
		if (needed.length() == events.length()) {
			return Judgement.ok(events);
		}
		return Judgement.wrong(Severity.WARNING, events.isEmpty() ? "no events" : events, needed.toString(),
				"Nobody hears that a session has expired or was deleted: session events and the cleaning up of indexes"
						+ " fail silently.",
				Remedy.on(server).set("notify-keyspace-events", needed.toString()));
	}

}
