package io.github.redistiers.boot.cache;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

import io.github.redistiers.boot.properties.EditDistance;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Compares the caches that the application's properties name with those that it uses. A
 * cache is declared by {@code spring.cache.cache-names} or by settings of its own under
 * {@code redis-tiers.cache.caches}; an annotation is a use and declares nothing, because
 * that is where names are misspelt. Names are matched in uniform form.
 *
 * @since 0.1.0
 */
public final class DeclaredCaches {

	private static final Log logger = LogFactory.getLog(DeclaredCaches.class);

	private final Set<String> named;

	private final Set<String> configured;

	private final boolean refuseOthers;

	/**
	 * Caches that properties name.
	 * @param named by {@code spring.cache.cache-names}
	 * @param configured by {@code redis-tiers.cache.caches}
	 * @param refuseOthers whether any other is refused
	 */
	public DeclaredCaches(Collection<String> named, Collection<String> configured, boolean refuseOthers) {
		this.named = Set.copyOf(named);
		this.configured = Set.copyOf(configured);
		this.refuseOthers = refuseOthers;
	}

	/**
	 * A name without case, dashes and underscores, which environment variables lose.
	 * @param name a cache's name
	 * @return the name to compare
	 */
	public static String uniform(String name) {
		return name.replaceAll("[-_.\\s]", "").toLowerCase(Locale.ROOT);
	}

	/**
	 * Refuses a cache that was not declared, if those are to be refused.
	 * @param cache the cache's name
	 * @throws UnknownCacheException if it is refused
	 */
	public void check(String cache) {
		Set<String> declared = new TreeSet<>(this.named);
		declared.addAll(this.configured);
		if (this.refuseOthers && !contains(declared, cache)) {
			throw new UnknownCacheException(cache, declared, nearest(cache, declared));
		}
	}

	/**
	 * Compares what was declared with what is used.
	 * @param annotated the caches that annotations name
	 * @param existing tells the caches that exist
	 * @throws UnknownCacheException if an annotation names a cache that is refused
	 */
	public void compare(Collection<String> annotated, Supplier<? extends Collection<String>> existing) {
		Set<String> used = new TreeSet<>(existing.get());
		annotated.stream().filter((name) -> !contains(existing.get(), name)).sorted().forEach(this::check);
		used.addAll(annotated);
		used.addAll(this.named);
		this.configured.stream().filter((name) -> !contains(used, name)).sorted().forEach((name) -> warn(name, used));
	}

	private static void warn(String name, Collection<String> used) {
		String meant = nearest(name, used);
		logger.warn(
				"The settings under 'redis-tiers.cache.caches.%s' have no effect so far: neither an annotation nor spring.cache.cache-names names such a cache.%s"
					.formatted(name, (meant != null) ? " Did you mean '%s'?".formatted(meant) : ""));
	}

	private static boolean contains(Collection<String> names, String name) {
		return names.stream().anyMatch((other) -> uniform(other).equals(uniform(name)));
	}

	private static @Nullable String nearest(String name, Collection<String> names) {
		int limit = Math.max(2, name.length() / 4);
		List<String> near = names.stream()
			.filter((other) -> distance(other, name) <= limit)
			.sorted(Comparator.comparingInt((other) -> distance(other, name)))
			.toList();
		return near.isEmpty() ? null : near.get(0);
	}

	private static int distance(String name, String other) {
		return EditDistance.between(uniform(name), uniform(other));
	}

}
