package io.github.redistiers.boot.cache;

import java.util.Collection;
import java.util.TreeSet;

import org.jspecify.annotations.Nullable;

/**
 * A cache is asked for that was not named before, and that is to be refused.
 *
 * @since 0.1.0
 */
public class UnknownCacheException extends IllegalArgumentException {

	private static final long serialVersionUID = 1L;

	private final String description;

	private final String action;

	UnknownCacheException(String cache, Collection<String> known, @Nullable String meant) {
		this("There is no cache \"%s\", and redis-tiers.cache.unknown-caches=refuse allows only %s.".formatted(cache,
				known.isEmpty() ? "those of spring.cache.cache-names and redis-tiers.cache.caches, where there are none"
						: "those of spring.cache.cache-names and redis-tiers.cache.caches: "
								+ String.join(", ", new TreeSet<>(known))),
				((meant != null) ? "Did you mean \"%s\"? Otherwise add".formatted(meant) : "Add")
						+ " \"%s\" to spring.cache.cache-names, or set redis-tiers.cache.unknown-caches=create."
							.formatted(cache));
	}

	private UnknownCacheException(String description, String action) {
		super(description + " " + action);
		this.description = description;
		this.action = action;
	}

	String description() {
		return this.description;
	}

	String action() {
		return this.action;
	}

}
