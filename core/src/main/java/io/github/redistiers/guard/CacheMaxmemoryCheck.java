package io.github.redistiers.guard;

import io.github.redistiers.TierRole;

/**
 * {@code cache.maxmemory}: without a limit, no eviction policy ever comes to work.
 */
final class CacheMaxmemoryCheck implements ServerCheck {

	@Override
	public String id() {
		return "cache.maxmemory";
	}

	@Override
	public TierRole role() {
		return TierRole.CACHE;
	}

	@Override
	public Judgement judge(InspectedServer server) {
		long limit = server.info().number("maxmemory");
		if (limit > 0) {
			return Judgement.ok(Memory.inWords(limit));
		}
		String size = new Memory(0, 0).roomier();
		return Judgement.wrong(Severity.ERROR, "0", "a limit",
				"A cache without a limit never evicts: it grows until the kernel kills it.",
				Remedy.on(server)
					.set("maxmemory", size)
					.then("Take what the machine can spare instead of " + size
							+ "; what does not fit is evicted at once, which a cache survives."));
	}

}
