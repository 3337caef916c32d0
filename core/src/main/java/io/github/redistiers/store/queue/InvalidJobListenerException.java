package io.github.redistiers.store.queue;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.FatalBeanException;

/**
 * A method is a {@link JobListener} in a way that cannot work.
 *
 * @since 0.1.0
 */
public class InvalidJobListenerException extends FatalBeanException {

	private static final long serialVersionUID = 1L;

	private final String problem;

	private final String remedy;

	/**
	 * A wrong declaration.
	 * @param problem what is wrong, in one sentence
	 * @param remedy what to do, in one sentence
	 * @param cause what was thrown below, if something was
	 */
	public InvalidJobListenerException(String problem, String remedy, @Nullable Throwable cause) {
		super(problem + " " + remedy, cause);
		this.problem = problem;
		this.remedy = remedy;
	}

	/**
	 * What is wrong.
	 * @return one sentence
	 */
	public String problem() {
		return this.problem;
	}

	/**
	 * What to do about it.
	 * @return one sentence
	 */
	public String remedy() {
		return this.remedy;
	}

}
