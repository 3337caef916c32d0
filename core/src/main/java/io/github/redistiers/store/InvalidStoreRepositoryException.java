package io.github.redistiers.store;

import org.springframework.beans.FatalBeanException;

/**
 * A repository is declared in a way that cannot work.
 *
 * @since 0.1.0
 */
public class InvalidStoreRepositoryException extends FatalBeanException {

	private final String problem;

	private final String remedy;

	public InvalidStoreRepositoryException(String problem, String remedy) {
		super(problem + " " + remedy);
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
