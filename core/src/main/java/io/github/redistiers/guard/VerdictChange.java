package io.github.redistiers.guard;

import org.jspecify.annotations.Nullable;

/**
 * A check has come to another verdict on a server.
 *
 * @param before what was so until now; {@code null} of a server that nobody knew
 * @param after what is so now
 * @since 0.1.0
 */
public record VerdictChange(@Nullable Finding before, Finding after) {

	/**
	 * Whether something has become wrong.
	 * @return {@code false} if it is right again, or cannot be known any more
	 */
	public boolean isWorse() {
		return this.after.verdict() == Verdict.WRONG;
	}

	/**
	 * The change in one line.
	 * @return a sentence for each of what was, what is and what to do
	 */
	public String sentence() {
		String subject = this.after.id() + " of the " + String.join(" and the ", this.after.tiers()) + " at "
				+ String.join(" and ", this.after.servers());
		return switch (this.after.verdict()) {
			case OK -> "%s is right again: %s (was %s).".formatted(subject, this.after.found(), was());
			case WRONG -> "%s has changed: found %s (was %s)%s. %s How to mend it: %s".formatted(subject,
					this.after.found(), was(), this.after.needs().isEmpty() ? "" : ", needs " + this.after.needs(),
					this.after.why(), this.after.page());
			case UNKNOWN -> "%s cannot be known any more (was %s). %s".formatted(subject, was(), this.after.why());
		};
	}

	private String was() {
		if (this.before == null) {
			return "not there";
		}
		return (this.before.verdict() == Verdict.UNKNOWN) ? "unknown" : this.before.found();
	}

}
