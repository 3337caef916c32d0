package io.github.redistiers.guard;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What could not be known: each reason once, with all that it hides and what would show
 * it. One missing permission usually hides several findings.
 */
final class UnknownText {

	private UnknownText() {
	}

	static String of(List<Finding> findings) {
		Map<Reason, List<Finding>> byReason = findings.stream()
			.collect(Collectors.groupingBy((finding) -> new Reason(finding.servers(), finding.why(), finding.remedy()),
					LinkedHashMap::new, Collectors.toList()));
		StringBuilder text = new StringBuilder();
		byReason.forEach((reason, hidden) -> append(text, reason, hidden));
		return text.toString().stripTrailing();
	}

	private static void append(StringBuilder text, Reason reason, List<Finding> hidden) {
		text.append(hidden.stream().map(Finding::id).collect(Collectors.joining(", ")))
			.append(" at ")
			.append(String.join(" and ", reason.servers()))
			.append(": ")
			.append(reason.why())
			.append('\n');
		reason.remedy().forEach((line) -> text.append("  ").append(line).append('\n'));
	}

	private record Reason(List<String> servers, String why, List<String> remedy) {
	}

}
