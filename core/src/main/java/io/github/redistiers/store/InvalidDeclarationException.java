package io.github.redistiers.store;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.FatalBeanException;

/**
 * A repository, or a method with an annotation of the store's, is declared in a way that
 * cannot work. Found when the application starts, or when the first bean that needs it is
 * made.
 *
 * @since 0.1.0
 */
public class InvalidDeclarationException extends FatalBeanException {

	private static final long serialVersionUID = 1L;

	private final String problem;

	private final String remedy;

	/**
	 * A wrong declaration.
	 * @param problem what is wrong, in one sentence
	 * @param remedy what to do, in one sentence
	 */
	public InvalidDeclarationException(String problem, String remedy) {
		this(problem, remedy, null);
	}

	/**
	 * A wrong declaration.
	 * @param problem what is wrong, in one sentence
	 * @param remedy what to do, in one sentence
	 * @param cause what was thrown below, or {@code null}
	 */
	public InvalidDeclarationException(String problem, String remedy, @Nullable Throwable cause) {
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
