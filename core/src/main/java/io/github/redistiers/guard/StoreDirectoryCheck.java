package io.github.redistiers.guard;

import io.github.redistiers.TierRole;

/**
 * {@code store.same-directory}: two servers of a store that write into one directory.
 *
 * @see SharedDirectory
 */
final class StoreDirectoryCheck implements ServerCheck {

	@Override
	public String id() {
		return "store.same-directory";
	}

	@Override
	public TierRole role() {
		return TierRole.STORE;
	}

	@Override
	public Judgement judge(InspectedServer server) {
		for (InspectedServer other : server.tierServers()) {
			if (other != server && SharedDirectory.isSharedBy(other, server)) {
				return SharedDirectory.wrong(other, server);
			}
		}
		return Judgement.ok("its own, as far as can be seen");
	}

}
