package io.github.redistiers.doctor;

import java.util.ArrayList;
import java.util.List;

import io.github.redistiers.connection.HostAndPort;
import io.github.redistiers.connection.TierUrl;
import org.jspecify.annotations.Nullable;

/**
 * Where a tier's servers are: a URL as in the tiers' properties, and two more forms of it
 * for what has several addresses.
 *
 * @param form what is there
 * @param first the first address, and what holds for all of them
 * @param addresses all of them
 * @param master the primary's name as the Sentinels know it, or {@code null} if there are
 * none
 */
record ServerUrl(Form form, TierUrl first, List<HostAndPort> addresses, @Nullable String master) {

	private static final int SENTINEL_PORT = 26379;

	private static final int PORT = 6379;

	/**
	 * Parses a URL.
	 * @param text the URL
	 * @return its parts
	 * @throws IllegalArgumentException if it is malformed; the message completes the
	 * sentence "The address is one …", and has nothing of the URL in it
	 */
	static ServerUrl parse(String text) {
		String url = text.trim();
		for (Form form : Form.values()) {
			for (String tls : List.of("redis", "rediss")) {
				String scheme = tls + form.suffix + "://";
				if (url.startsWith(scheme)) {
					return parse(form, tls + "://", url.substring(scheme.length()));
				}
			}
		}
		throw new IllegalArgumentException(
				"which begins with none of redis://, redis-cluster://, redis-sentinel://" + " (rediss… for TLS)");
	}

	private static ServerUrl parse(Form form, String scheme, String rest) {
		if (form == Form.SINGLE) {
			TierUrl url = TierUrl.parse(scheme + rest);
			return new ServerUrl(form, url, List.of(new HostAndPort(url.host(), url.port())), null);
		}
		int hash = (form == Form.SENTINEL) ? rest.lastIndexOf('#') : -1;
		String master = (hash < 0) ? "" : rest.substring(hash + 1);
		if (form == Form.SENTINEL && master.isBlank()) {
			throw new IllegalArgumentException("which does not end with # and the primary's name");
		}
		String all = (hash < 0) ? rest : rest.substring(0, hash);
		int at = all.lastIndexOf('@');
		String userInfo = all.substring(0, at + 1);
		int slash = all.indexOf('/', at + 1);
		String hosts = (slash < 0) ? all.substring(at + 1) : all.substring(at + 1, slash);
		String path = (slash < 0) ? "" : all.substring(slash);
		List<HostAndPort> addresses = new ArrayList<>();
		for (String host : hosts.split(",", -1)) {
			addresses.add(HostAndPort.parse(host, (form == Form.SENTINEL) ? SENTINEL_PORT : PORT));
		}
		TierUrl first = TierUrl.parse(scheme + userInfo + hosts.split(",", -1)[0] + path);
		return new ServerUrl(form, first, List.copyOf(addresses), (hash < 0) ? null : master);
	}

	/**
	 * What a URL leads to.
	 */
	enum Form {

		/**
		 * One server.
		 */
		SINGLE(""),

		/**
		 * Some nodes of a cluster, which tell the others.
		 */
		CLUSTER("-cluster"),

		/**
		 * Sentinels, which tell the primary and its replicas.
		 */
		SENTINEL("-sentinel");

		private final String suffix;

		Form(String suffix) {
			this.suffix = suffix;
		}

	}

}
