package io.github.redistiers.store.workflow;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

/**
 * What the server keeps of an entity.
 *
 * @param before the state in which the oldest change began; empty where that was the
 * start
 * @param changes what is kept of the changes; empty if there is no such entity
 */
record StoredHistory(String before, List<Change> changes) {

	private static final StoredHistory NONE = new StoredHistory("", List.of());

	private static final Pattern LINE = Pattern.compile("(\\d{1,18}) ([^ ]+) (.+)", Pattern.DOTALL);

	/**
	 * Reads it.
	 * @param value what is stored, if something is
	 * @return {@code null} if it is something else
	 */
	static @Nullable StoredHistory of(@Nullable String value) {
		if (value == null) {
			return NONE;
		}
		String[] lines = value.split("\n", -1);
		List<Matcher> matched = Arrays.stream(lines).skip(1).map(LINE::matcher).toList();
		if (matched.isEmpty() || !matched.stream().allMatch(Matcher::matches)) {
			return null;
		}
		return new StoredHistory(lines[0],
				matched.stream()
					.map((line) -> new Change(Long.parseLong(line.group(1)), line.group(2), line.group(3)))
					.toList());
	}

	/**
	 * The state in which the entity is.
	 * @return its name; empty if there is no such entity
	 */
	Optional<String> state() {
		return this.changes.isEmpty() ? Optional.empty()
				: Optional.of(this.changes.get(this.changes.size() - 1).state());
	}

	/**
	 * One change.
	 *
	 * @param millis when, since 1970 by the server's clock
	 * @param state where it led
	 * @param event what made it
	 */
	record Change(long millis, String state, String event) {

	}

}
