package io.github.redistiers.guard;

/**
 * Judges two tiers of different roles against each other. An application adds its own as
 * beans; a bean takes the place of the check that has the same id.
 * <p>
 * A check never changes a server. It is called once for every pair of tiers whose roles
 * differ.
 *
 * @since 0.1.0
 */
public interface TiersCheck {

	/**
	 * What findings of this check are called, in properties and in the report.
	 * @return the id, such as {@code tiers.same-server}: lower case, dots and dashes
	 */
	String id();

	/**
	 * What its findings are about.
	 * @return the kind, by default {@link FindingKind#CONFIGURATION}
	 */
	default FindingKind kind() {
		return FindingKind.CONFIGURATION;
	}

	/**
	 * Judges two tiers.
	 * @param one a tier
	 * @param other another tier, of another role
	 * @return what came out
	 * @throws UnknownFactException if a server does not say what must be known; any other
	 * exception counts as not known too
	 */
	Judgement judge(InspectedTier one, InspectedTier other);

}
