package io.github.redistiers.autoconfigure.connection;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.stream.Stream;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Spring Boot's customizers are for the store, unless they are qualified
 * {@code @CacheTier}.
 */
final class StoreTierCustomizers {

	private StoreTierCustomizers() {
	}

	static <T> Stream<T> of(ObjectProvider<T> all, ObjectProvider<T> cacheOnes) {
		Set<T> excluded = Collections.newSetFromMap(new IdentityHashMap<>());
		cacheOnes.forEach(excluded::add);
		return all.orderedStream().filter((customizer) -> !excluded.contains(customizer));
	}

}
