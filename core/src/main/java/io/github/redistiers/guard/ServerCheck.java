package io.github.redistiers.guard;

import io.github.redistiers.TierRole;

/**
 * Judges one server against its role. An application adds its own as beans; a bean takes
 * the place of the check that has the same id.
 * <p>
 * A check never changes a server. It is called once for every server of every tier of its
 * role, by several threads.
 *
 * @since 0.1.0
 */
public interface ServerCheck {

	/**
	 * What findings of this check are called, in properties and in the report.
	 * @return the id, such as {@code store.aof}: lower case, dots and dashes
	 */
	String id();

	/**
	 * Which tiers it judges.
	 * @return the role of the tiers
	 */
	TierRole role();

	/**
	 * What its findings are about.
	 * @return the kind, by default {@link FindingKind#CONFIGURATION}
	 */
	default FindingKind kind() {
		return FindingKind.CONFIGURATION;
	}

	/**
	 * Judges a server.
	 * @param server the server
	 * @return what came out
	 * @throws UnknownFactException if the server does not say what must be known; any
	 * other exception counts as not known too
	 */
	Judgement judge(InspectedServer server);

}
