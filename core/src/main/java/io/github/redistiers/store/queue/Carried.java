package io.github.redistiers.store.queue;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What goes with a job, as text without blanks and line feeds: the form of a query in a
 * URL.
 */
final class Carried {

	private Carried() {
	}

	static String write(Map<String, String> carried) {
		return carried.isEmpty() ? ""
				: carried.entrySet()
					.stream()
					.map((entry) -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
					.collect(Collectors.joining("&"));
	}

	private static String encoded(String text) {
		return URLEncoder.encode(text, StandardCharsets.UTF_8);
	}

	static Map<String, String> read(String text) {
		if (text.isEmpty()) {
			return Map.of();
		}
		Map<String, String> carried = new LinkedHashMap<>();
		for (String pair : text.split("&")) {
			int equals = pair.indexOf('=');
			if (equals > 0) {
				carried.put(decoded(pair.substring(0, equals)), decoded(pair.substring(equals + 1)));
			}
		}
		return carried;
	}

	private static String decoded(String text) {
		return URLDecoder.decode(text, StandardCharsets.UTF_8);
	}

}
