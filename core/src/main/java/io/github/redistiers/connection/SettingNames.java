package io.github.redistiers.connection;

/**
 * What a tier's settings are called where somebody gives them, so that the remedy of a
 * failure names what can be changed there: properties in an application, arguments of a
 * command elsewhere. Each completes a sentence.
 *
 * @param address where the server is: "… is its address"
 * @param sentinels where the Sentinels are, and the primary's name: "name it by …",
 * "Check …"
 * @param cluster where the cluster is: "Check …"
 * @param credentials the user's name and the password: "Set …"
 * @param password the password alone: "Leave … out"
 * @param tls whether to speak TLS: "… whether it speaks TLS (…)"
 * @param certificates what a TLS handshake depends on: "Check … and the server's port"
 * @param poolSize how many connections there may be: "Raise …"
 * @since 0.1.0
 */
public record SettingNames(String address, String sentinels, String cluster, String credentials, String password,
		String tls, String certificates, String poolSize) {

	/**
	 * The names of properties.
	 * @param prefix what they begin with, such as {@code redis-tiers.store} or
	 * {@code spring.data.redis}
	 * @return their names
	 */
	public static SettingNames ofProperties(String prefix) {
		return new SettingNames(prefix + ".url (or .host and .port)",
				prefix + ".sentinel.nodes and " + prefix + ".sentinel.master", prefix + ".cluster.nodes",
				prefix + ".username and " + prefix + ".password", prefix + ".password", prefix + ".ssl.enabled",
				prefix + ".ssl.enabled, " + prefix + ".ssl.bundle", prefix + ".lettuce.pool.max-active");
	}

}
