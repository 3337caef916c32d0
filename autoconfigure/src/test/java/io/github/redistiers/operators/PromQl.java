package io.github.redistiers.operators;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an expression of Prometheus names: its metrics with the labels they are selected
 * by, and the labels it groups by.
 *
 * @param selectors the metrics
 * @param groups the labels
 */
record PromQl(List<Selector> selectors, Set<String> groups) {

	private static final Pattern TOKEN = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"" // text
			+ "|\\[[^]]*]" // range
			+ "|\\d[\\w.]*" // number or duration
			+ "|[a-zA-Z_:][\\w:]*" // name
			+ "|=~|!~|!=|==|<=|>=|[^\\s]");

	private static final Set<String> GROUPING = Set.of("by", "without", "on", "ignoring", "group_left", "group_right");

	private static final Set<String> WORDS = Set.of("and", "or", "unless", "offset", "bool", "sum", "min", "max", "avg",
			"count");

	static PromQl parse(String expression) {
		List<String> tokens = new ArrayList<>();
		Matcher matcher = TOKEN.matcher(expression);
		while (matcher.find()) {
			tokens.add(matcher.group());
		}
		tokens.add("");
		PromQl parsed = new PromQl(new ArrayList<>(), new LinkedHashSet<>());
		for (int i = 0; i < tokens.size() - 1;) {
			i = parsed.read(tokens, i);
		}
		return parsed;
	}

	private int read(List<String> tokens, int at) {
		String token = tokens.get(at);
		String next = tokens.get(at + 1);
		if (GROUPING.contains(token) && next.equals("(")) {
			int end = at + 2;
			for (; !tokens.get(end).equals(")"); end++) {
				if (!tokens.get(end).equals(",")) {
					this.groups.add(tokens.get(end));
				}
			}
			return end + 1;
		}
		if (!token.matches("[a-zA-Z_:][\\w:]*") || next.equals("(") || WORDS.contains(token)) {
			return at + 1;
		}
		List<Label> labels = new ArrayList<>();
		int end = at + 1;
		if (next.equals("{")) {
			for (end = at + 2; !tokens.get(end).equals("}"); end++) {
				if (!tokens.get(end).equals(",")) {
					String value = tokens.get(end + 2);
					labels.add(new Label(tokens.get(end), tokens.get(end + 1), value.substring(1, value.length() - 1)));
					end += 2;
				}
			}
			end++;
		}
		this.selectors.add(new Selector(token, labels));
		return end;
	}

	/**
	 * A metric.
	 *
	 * @param metric its name
	 * @param labels what its series are selected by
	 */
	record Selector(String metric, List<Label> labels) {

	}

	/**
	 * A condition on a label.
	 *
	 * @param name the label
	 * @param operator such as {@code =~}
	 * @param value what it is compared with
	 */
	record Label(String name, String operator, String value) {

		/**
		 * The values that it names; none if they are a variable of a dashboard.
		 */
		List<String> values() {
			return this.value.startsWith("$") ? List.of() : List.of(this.value.split("\\|"));
		}

	}

}
