package io.github.redistiers.devservices;

import java.util.ArrayList;
import java.util.List;

/**
 * Rules of restricted users, for {@link RedisServerBuilder#user}: what a careful operator
 * grants.
 *
 * @since 0.1.0
 */
public final class AclRules {

	// in 6.2 a category takes all subcommands of CLIENT and ACL along
	private static final List<String> OF_6_2 = List.of("+client|setname", "+client|id", "+client|info",
			"+client|getname", "+client|tracking", "+client|caching", "+acl|whoami");

	private AclRules() {
	}

	/**
	 * An application that may use the keys and channels beneath its prefix, with every
	 * command but the administrator's and the dangerous ones; INFO is allowed.
	 * @param generation the server's generation: 6.2 needs more words for the same
	 * @param prefix the prefix, such as {@code shop:}
	 * @return the rules
	 */
	public static String[] application(ServerGeneration generation, String prefix) {
		List<String> rules = new ArrayList<>(List.of("resetchannels", "&" + prefix + "*", "~" + prefix + "*", "+@all",
				"-@admin", "-@dangerous", "+info"));
		if (generation == ServerGeneration.REDIS_6_2) {
			rules.addAll(OF_6_2);
		}
		return rules.toArray(String[]::new);
	}

	/**
	 * One that may only ask the server what it is: PING and INFO.
	 * @return the rules
	 */
	public static String[] guard() {
		return new String[] { "-@all", "+ping", "+info" };
	}

}
