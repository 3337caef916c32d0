package io.github.redistiers.operators;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Names, labels and their values, as they stand in what Prometheus is told.
 *
 * @param metrics the values by label by metric
 */
record PrometheusNames(Map<String, Map<String, Set<String>>> metrics) {

	private static final Pattern SERIES = Pattern.compile("^([a-zA-Z_:][\\w:]*)(?:\\{(.*)})? \\S+$", Pattern.MULTILINE);

	private static final Pattern LABEL = Pattern.compile("(\\w+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

	static PrometheusNames of(String scrape) {
		Map<String, Map<String, Set<String>>> metrics = new HashMap<>();
		Matcher series = SERIES.matcher(scrape);
		while (series.find()) {
			Map<String, Set<String>> labels = metrics.computeIfAbsent(series.group(1), (name) -> new HashMap<>());
			if (series.group(2) != null) {
				Matcher label = LABEL.matcher(series.group(2));
				while (label.find()) {
					labels.computeIfAbsent(label.group(1), (name) -> new HashSet<>()).add(label.group(2));
				}
			}
		}
		return new PrometheusNames(metrics);
	}

}
