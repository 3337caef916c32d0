package io.github.redistiers.guard;

import java.util.List;

/**
 * One check's verdict on one server, or on two tiers.
 *
 * @param id the check's id
 * @param kind what it is about
 * @param verdict whether it is right
 * @param severity how bad a {@link Verdict#WRONG} one is, after the operator's decision
 * @param tiers the names of the tiers it is about: one, or two
 * @param servers the addresses of the servers it is about, without credentials
 * @param found what was found
 * @param needs what is needed; may be empty
 * @param why what happens otherwise, or why it is not known; may be empty
 * @param remedy how to mend it, a line each, in order; may be empty
 * @param declared whether an operator vouches for what cannot be known: "declared, not
 * verified"
 * @param stopsStart whether it stops the start
 * @since 0.1.0
 */
public record Finding(String id, FindingKind kind, Verdict verdict, Severity severity, List<String> tiers,
		List<String> servers, String found, String needs, String why, List<String> remedy, boolean declared,
		boolean stopsStart) {

	private static final String PAGES = "https://github.com/redistiers/redis-tiers/blob/main/docs/findings/";

	/**
	 * Where the finding is explained.
	 * @return the address of its page
	 */
	public String page() {
		return PAGES + this.id + ".md";
	}

}
