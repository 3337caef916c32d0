package io.github.redistiers.connection;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * A server's address as a URL. Unlike {@link URI} it takes host names with underscores,
 * as Docker Compose makes them, and unlike Spring Boot it needs no port.
 *
 * @param tls whether the scheme is {@code rediss}
 * @param host the host's name or IP address, without brackets
 * @param port the port, by default 6379
 * @param username the user's name, or {@code null} for the default user
 * @param password the password, or {@code null} if there is none
 * @param database the database's number, by default 0
 * @since 0.1.0
 */
public record TierUrl(boolean tls, String host, int port, @Nullable String username, @Nullable String password,
		int database) {

	/**
	 * How such a URL is written.
	 */
	public static final String FORM = "redis://[[user:]password@]host[:port][/database]";

	private static final int DEFAULT_PORT = 6379;

	/**
	 * Parses a URL.
	 * @param url the URL
	 * @return its parts
	 * @throws IllegalArgumentException if it is malformed; the message completes the
	 * sentence "… is set to …, " and holds no secret
	 */
	public static TierUrl parse(String url) {
		URI uri = uri(url);
		String authority = uri.getRawAuthority();
		if (!StringUtils.hasText(authority)) {
			throw new IllegalArgumentException("which names no host");
		}
		if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
			throw new IllegalArgumentException("which has more after the database's number");
		}
		int at = authority.lastIndexOf('@');
		HostAndPort address = HostAndPort.parse(authority.substring(at + 1), DEFAULT_PORT);
		String userInfo = authority.substring(0, Math.max(at, 0));
		int separator = userInfo.indexOf(':');
		return new TierUrl("rediss".equals(uri.getScheme()), address.host(), address.port(),
				text(userInfo.substring(0, Math.max(separator, 0))), text(userInfo.substring(separator + 1)),
				database(uri.getRawPath()));
	}

	/**
	 * A URL as it may be shown.
	 * @param url the URL, well-formed or not
	 * @return the URL with its password masked
	 */
	public static String masked(String url) {
		int at = url.lastIndexOf('@');
		if (at < 0) {
			return url;
		}
		int start = url.indexOf("://");
		int from = (start < 0 || start > at) ? 0 : start + 3;
		int colon = url.indexOf(':', from);
		int end = (colon < 0 || colon > at) ? from : colon + 1;
		return url.substring(0, end) + "***" + url.substring(at);
	}

	/**
	 * Shows no secret.
	 */
	@Override
	public String toString() {
		return TierAddress.of(this.host, this.port, this.tls);
	}

	private static URI uri(String url) {
		URI uri = null;
		try {
			uri = new URI(url.trim());
		}
		catch (URISyntaxException ex) {
			// not a cause: its message would show the password
		}
		if (uri == null) {
			throw new IllegalArgumentException("which is not a URL");
		}
		if (!"redis".equals(uri.getScheme()) && !"rediss".equals(uri.getScheme())) {
			throw new IllegalArgumentException("whose scheme is neither redis nor rediss");
		}
		return uri;
	}

	private static int database(@Nullable String path) {
		if (path == null || path.length() < 2) {
			return 0;
		}
		if (!path.matches("/\\d{1,5}")) {
			throw new IllegalArgumentException("whose database is not a number");
		}
		return Integer.parseInt(path.substring(1));
	}

	private static @Nullable String text(String encoded) {
		return encoded.isEmpty() ? null : StringUtils.uriDecode(encoded, StandardCharsets.UTF_8);
	}

}
