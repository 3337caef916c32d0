package io.github.redistiers.cache;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Generations that were ended by a clear, and the keys that belonged to them.
 * <p>
 * Keys are compared as bytes: each is one character here.
 */
final class EndedGenerations {

	/**
	 * What is beyond is left to expire.
	 */
	static final int BOUND = 10_000;

	/**
	 * Of no other form are the ids that {@link CacheEntries} makes. Anything else may be
	 * the beginning of another cache's name.
	 */
	private static final Pattern ID = Pattern.compile("([0-9a-f]{1,8}-)?[0-9a-f]{16}");

	private static final String SPECIAL = "*?[]\\";

	/**
	 * Ids by what the keys of their caches begin with.
	 */
	private final Map<String, Set<String>> ids = new HashMap<>();

	private int size;

	/**
	 * Adds a generation.
	 * @param cachePrefix what the cache's keys begin with before the id
	 * @param id the generation's id
	 */
	void add(byte[] cachePrefix, byte[] id) {
		boolean possible = this.size < BOUND && ID.matcher(text(id)).matches();
		if (possible && this.ids.computeIfAbsent(text(cachePrefix), (prefix) -> new HashSet<>()).add(text(id))) {
			this.size++;
		}
	}

	boolean isEmpty() {
		return this.size == 0;
	}

	/**
	 * A glob pattern that every key of these generations matches, and others may.
	 */
	byte[] pattern() {
		String common = null;
		for (Entry<String, Set<String>> cache : this.ids.entrySet()) {
			for (String id : cache.getValue()) {
				String prefix = cache.getKey() + id + ":";
				common = (common != null) ? common.substring(0, shared(common, prefix)) : prefix;
			}
		}
		return ((common != null) ? escaped(common) : "").concat("*").getBytes(StandardCharsets.ISO_8859_1);
	}

	/**
	 * Whether a key belongs to one of these generations, whatever pattern it was found
	 * with.
	 */
	boolean contains(byte[] key) {
		String text = text(key);
		return this.ids.entrySet().stream().anyMatch((cache) -> contains(text, cache.getKey(), cache.getValue()));
	}

	private static boolean contains(String key, String cachePrefix, Set<String> ids) {
		if (!key.startsWith(cachePrefix)) {
			return false;
		}
		int end = key.indexOf(':', cachePrefix.length());
		return end >= 0 && ids.contains(key.substring(cachePrefix.length(), end));
	}

	private static int shared(String one, String other) {
		int length = 0;
		while (length < one.length() && length < other.length() && one.charAt(length) == other.charAt(length)) {
			length++;
		}
		return length;
	}

	private static String escaped(String text) {
		StringBuilder escaped = new StringBuilder();
		for (char character : text.toCharArray()) {
			if (SPECIAL.indexOf(character) >= 0) {
				escaped.append('\\');
			}
			escaped.append(character);
		}
		return escaped.toString();
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

}
