package io.github.redistiers.connection;

/**
 * Tells when a tier does not answer.
 *
 * @since 0.1.0
 */
public final class TierTimeouts {

	private TierTimeouts() {
	}

	/**
	 * Has somebody hear of each call of a Spring Data template or connection that was not
	 * answered in time: its server may hang, which loses no connection.
	 * @param tier the tier; nothing is heard of one that is an application's own factory
	 * @param timedOut called on the caller's thread, perhaps very often
	 */
	public static void listen(RedisTier tier, Runnable timedOut) {
		if (tier.connectionFactory() instanceof TierConnectionFactory factory) {
			factory.onTimeout(timedOut);
		}
	}

}
