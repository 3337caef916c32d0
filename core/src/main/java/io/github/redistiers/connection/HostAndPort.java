package io.github.redistiers.connection;

/**
 * Where a server listens.
 *
 * @param host its name or IP address, without brackets
 * @param port its port
 * @since 0.1.0
 */
public record HostAndPort(String host, int port) {

	private static final int NONE = 0;

	/**
	 * Parses {@code host:port}.
	 * @param text the text; an IPv6 address stands in brackets
	 * @return its parts
	 * @throws IllegalArgumentException if there is no host or no valid port; the message
	 * completes the sentence "… is set to …, "
	 */
	public static HostAndPort parse(String text) {
		return parse(text.trim(), NONE);
	}

	/**
	 * Parses {@code host[:port]}.
	 * @param text the text
	 * @param defaultPort the port where the text has none
	 * @return its parts
	 */
	public static HostAndPort parse(String text, int defaultPort) {
		int colon = text.lastIndexOf(':');
		boolean hasPort = colon > text.lastIndexOf(']');
		String host = hasPort ? text.substring(0, colon) : text;
		String name = (host.startsWith("[") && host.endsWith("]")) ? host.substring(1, host.length() - 1) : host;
		if (name.isBlank() || (name.equals(host) && host.contains(":"))) {
			throw new IllegalArgumentException("which names no host");
		}
		return new HostAndPort(name, hasPort ? port(text.substring(colon + 1)) : port(String.valueOf(defaultPort)));
	}

	private static int port(String text) {
		int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : NONE;
		if (port < 1 || port > 65535) {
			throw new IllegalArgumentException("whose port is not a number from 1 to 65535");
		}
		return port;
	}

}
