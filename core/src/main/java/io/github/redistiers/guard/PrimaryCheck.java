package io.github.redistiers.guard;

import java.util.Objects;

import io.github.redistiers.TierRole;

/**
 * {@code store.primary}: a replica accepts no writes.
 */
final class PrimaryCheck implements ServerCheck {

	@Override
	public String id() {
		return "store.primary";
	}

	@Override
	public TierRole role() {
		return TierRole.STORE;
	}

	@Override
	public Judgement judge(InspectedServer server) {
		if (server.info().text("role").equals("master")) {
			return Judgement.ok("a primary");
		}
		boolean hasPrimary = server.tierServers()
			.stream()
			.anyMatch((other) -> other != server && other.info().text("role").equals("master"));
		if (hasPrimary) {
			return Judgement.ok("a replica beside its primary");
		}
		String primary = "redis://" + Objects.requireNonNullElse(server.info().find("master_host"), "<host>") + ":"
				+ Objects.requireNonNullElse(server.info().find("master_port"), "<port>");
		return Judgement.wrong(Severity.ERROR, "a replica", "its primary", "A replica refuses every write (READONLY).",
				Remedy.of("Set redis-tiers." + server.tier().name() + ".url to the primary, which is " + primary
						+ " for this replica. Do not promote the replica: two primaries drift apart."));
	}

}
