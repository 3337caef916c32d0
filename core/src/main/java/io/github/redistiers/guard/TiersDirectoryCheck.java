package io.github.redistiers.guard;

/**
 * {@code tiers.same-directory}: a cache and a store that write into one directory.
 *
 * @see SharedDirectory
 */
final class TiersDirectoryCheck implements TiersCheck {

	@Override
	public String id() {
		return "tiers.same-directory";
	}

	@Override
	public Judgement judge(InspectedTier one, InspectedTier other) {
		for (InspectedServer left : one.servers()) {
			for (InspectedServer right : other.servers()) {
				if (SharedDirectory.isSharedBy(left, right)) {
					return SharedDirectory.wrong(left, right);
				}
			}
		}
		return Judgement.ok("two directories, as far as can be seen");
	}

}
