package io.github.redistiers.store.flag;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The rule that is in force for a flag in this process. Changed by one thread at a time.
 */
final class CurrentRule<T> {

	private static final Log logger = LogFactory.getLog(CurrentRule.class);

	private static final int QUOTED = 100;

	private final Flag<T> flag;

	private final String key;

	private @Nullable String text;

	private @Nullable String unreadable;

	private volatile Rule<T> rule;

	/**
	 * The rule for what is stored now.
	 * @param flag the flag
	 * @param key where it is stored
	 * @param text what is stored; {@code null} for nothing
	 */
	CurrentRule(Flag<T> flag, String key, @Nullable String text) {
		this.flag = flag;
		this.key = key;
		this.rule = Rule.of(flag.defaultValue());
		update(text, true);
	}

	Rule<T> rule() {
		return this.rule;
	}

	String name() {
		return this.flag.name();
	}

	/**
	 * Why the text that is stored is not in force; {@code null} if it is.
	 */
	@Nullable String unreadable() {
		return this.unreadable;
	}

	void update(@Nullable String text) {
		if (text == null || !text.equals(this.text)) {
			update(text, this.rule.isUnreadable());
		}
	}

	private void update(@Nullable String text, boolean first) {
		this.text = text;
		this.unreadable = null;
		if (text == null) {
			this.rule = Rule.of(this.flag.defaultValue());
			return;
		}
		try {
			this.rule = this.flag.read(text);
		}
		catch (IllegalArgumentException ex) {
			String why = "The flag \"%s\" (%s) in %s reads \"%s\", but %s.".formatted(this.flag, this.flag.type(),
					this.key, (text.length() > QUOTED) ? text.substring(0, QUOTED) + "…" : text, ex.getMessage());
			this.unreadable = why;
			this.rule = first ? Rule.unreadable(why + " Write a value of that type, or delete the flag.") : this.rule;
			logger.error(why + (first ? " It has no value here until that is corrected."
					: " It keeps its last value here until that is corrected."));
		}
	}

}
