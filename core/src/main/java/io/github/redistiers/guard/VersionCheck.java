package io.github.redistiers.guard;

import java.util.Locale;

import io.github.redistiers.TierRole;

/**
 * {@code cache.version} and {@code store.version}: Redis 6.2 is the oldest server whose
 * commands suffice.
 */
final class VersionCheck implements ServerCheck {

	private final TierRole role;

	VersionCheck(TierRole role) {
		this.role = role;
	}

	@Override
	public String id() {
		return this.role.name().toLowerCase(Locale.ROOT) + ".version";
	}

	@Override
	public TierRole role() {
		return this.role;
	}

	@Override
	public Judgement judge(InspectedServer server) {
		ServerInfo info = server.info();
		if (info.isAtLeast(6, 2)) {
			return Judgement.ok(info.product());
		}
		return Judgement.wrong(Severity.ERROR, info.product(), "Redis 6.2 or later, or Valkey",
				"Commands that both tiers use do not exist there, such as GETEX.",
				Remedy.of("Back the data up (redis-cli --rdb), then upgrade the server; newer servers read older files,"
						+ " never the other way round."));
	}

}
