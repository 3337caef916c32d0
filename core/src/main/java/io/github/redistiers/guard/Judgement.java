package io.github.redistiers.guard;

import java.util.List;

/**
 * What a check came to.
 *
 * @param verdict whether it is right
 * @param severity how bad a {@link Verdict#WRONG} one is
 * @param found what was found, a few words such as {@code allkeys-lru}; may be empty
 * @param needs what is needed, a few words such as {@code noeviction}; may be empty
 * @param why what happens otherwise, or why it is not known: a sentence; may be empty
 * @param remedy how to mend it, or to let it be known: a line each, in order; may be
 * empty
 * @since 0.1.0
 */
public record Judgement(Verdict verdict, Severity severity, String found, String needs, String why,
		List<String> remedy) {

	public Judgement {
		remedy = List.copyOf(remedy);
	}

	/**
	 * It is right.
	 * @param found what was found
	 * @return the judgement
	 */
	public static Judgement ok(String found) {
		return new Judgement(Verdict.OK, Severity.INFO, found, "", "", List.of());
	}

	/**
	 * It is wrong.
	 * @param severity how bad that is
	 * @param found what was found
	 * @param needs what is needed
	 * @param why what happens otherwise
	 * @param remedy how to mend it
	 * @return the judgement
	 */
	public static Judgement wrong(Severity severity, String found, String needs, String why, Remedy remedy) {
		return new Judgement(Verdict.WRONG, severity, found, needs, why, remedy.lines());
	}

	/**
	 * It cannot be known.
	 * @param why why not: a sentence
	 * @return the judgement
	 */
	public static Judgement unknown(String why) {
		return new Judgement(Verdict.UNKNOWN, Severity.INFO, "", "", why, List.of());
	}

	static Judgement unknown(UnknownFactException reason) {
		return new Judgement(Verdict.UNKNOWN, Severity.INFO, "", "", String.valueOf(reason.getMessage()),
				reason.remedy());
	}

}
