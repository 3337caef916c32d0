package io.github.redistiers.autoconfigure.connection;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Spring Boot's customizers, and what else an application's beans say about a connection,
 * are for the store, unless they are qualified {@code @CacheTier}.
 */
final class StoreTierCustomizers {

	private StoreTierCustomizers() {
	}

	static <T> Stream<T> of(ObjectProvider<T> all, ObjectProvider<T> cacheOnes) {
		Set<T> excluded = Collections.newSetFromMap(new IdentityHashMap<>());
		cacheOnes.forEach(excluded::add);
		return all.orderedStream().filter((customizer) -> !excluded.contains(customizer));
	}

	/**
	 * The only one for the store; one that is qualified {@code @StoreTier} comes before
	 * others, and may be the cache's as well.
	 */
	static <T> @Nullable T one(Class<T> type, ObjectProvider<T> all, ObjectProvider<T> storeOnes,
			ObjectProvider<T> cacheOnes) {
		T qualified = storeOnes.getIfAvailable();
		if (qualified != null) {
			return qualified;
		}
		List<T> others = of(all, cacheOnes).toList();
		if (others.size() > 1) {
			throw new IllegalStateException("There are " + others.size() + " beans of type " + type.getName()
					+ " for the store tier. Qualify the one that it is to use with @StoreTier, the cache tier's with @CacheTier.");
		}
		return others.isEmpty() ? null : others.get(0);
	}

}
