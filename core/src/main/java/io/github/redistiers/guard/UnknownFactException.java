package io.github.redistiers.guard;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * A server does not say what a check must know. A check lets it pass; its verdict is then
 * {@link Verdict#UNKNOWN} with this message.
 *
 * @since 0.1.0
 */
public class UnknownFactException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	@SuppressWarnings("serial")
	private final List<String> remedy;

	private final @Nullable String reply;

	/**
	 * Creates the exception.
	 * @param message why it is not known: a sentence
	 */
	public UnknownFactException(String message) {
		this(message, List.of());
	}

	/**
	 * Creates the exception.
	 * @param message why it is not known: a sentence
	 * @param remedy what would let it be known, a line each
	 */
	public UnknownFactException(String message, List<String> remedy) {
		this(message, remedy, null);
	}

	UnknownFactException(String message, List<String> remedy, @Nullable String reply) {
		super(message);
		this.remedy = List.copyOf(remedy);
		this.reply = reply;
	}

	/**
	 * What would let it be known.
	 * @return a line each; may be empty
	 */
	public List<String> remedy() {
		return this.remedy;
	}

	/**
	 * The server's own error reply, or {@code null} if there was none.
	 */
	@Nullable String reply() {
		return this.reply;
	}

}
