package io.github.redistiers.boot.endpoint;

import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

import io.github.redistiers.guard.Finding;

/**
 * A finding in the endpoint's answer.
 *
 * @param id the check's id
 * @param kind {@code configuration} or {@code condition}
 * @param verdict {@code ok}, {@code wrong} or {@code unknown}
 * @param severity how bad it is if it is wrong: {@code info}, {@code warning} or
 * {@code error}
 * @param tiers the names of the tiers that it is about
 * @param servers the addresses of the servers that it is about
 * @param found what was found
 * @param needs what is needed
 * @param why what happens otherwise, or why it is not known
 * @param remedy how to mend it, a line each, in order
 * @param declared whether an operator vouches for it
 * @param page where it is explained
 */
record FindingDescriptor(String id, String kind, String verdict, String severity, List<String> tiers,
		List<String> servers, String found, String needs, String why, List<String> remedy, boolean declared,
		String page) {

	/**
	 * Describes a finding.
	 * @param finding the finding
	 * @param text what is shown of each of its texts
	 */
	static FindingDescriptor of(Finding finding, UnaryOperator<String> text) {
		return new FindingDescriptor(finding.id(), word(finding.kind()), word(finding.verdict()),
				word(finding.severity()), finding.tiers(), finding.servers(), text.apply(finding.found()),
				text.apply(finding.needs()), text.apply(finding.why()), finding.remedy().stream().map(text).toList(),
				finding.declared(), finding.page());
	}

	static String word(Enum<?> constant) {
		return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
	}

}
