package io.github.redistiers.guard;

import io.github.redistiers.connection.NodeUnreachableException;
import io.github.redistiers.connection.RedisTier;

/**
 * No server of a store tier could be reached, so the application does not start.
 *
 * @since 0.1.0
 */
public class TierUnreachableException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	private final String tier;

	private final NodeUnreachableException.Kind kind;

	TierUnreachableException(RedisTier tier, NodeUnreachableException problem) {
		super(problem.getMessage(), problem);
		this.tier = tier.name();
		this.kind = problem.kind();
	}

	/**
	 * Which tier it is.
	 * @return the tier's name
	 */
	public String tier() {
		return this.tier;
	}

	/**
	 * What kept its servers from being reached.
	 * @return the kind
	 */
	public NodeUnreachableException.Kind kind() {
		return this.kind;
	}

}
