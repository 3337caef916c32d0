package io.github.redistiers.test.slice;

import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;
import org.springframework.stereotype.Component;
import org.springframework.util.Assert;

/**
 * Uses a cache as a store: the tally is nowhere else.
 */
@Component
class Tallies {

	private final CacheManager caches;

	Tallies(CacheManager caches) {
		this.caches = caches;
	}

	int add(String name) {
		Cache cache = this.caches.getCache("tallies");
		Assert.state(cache != null, "No cache");
		Integer before = cache.get(name, Integer.class);
		int after = (before != null) ? before + 1 : 1;
		cache.put(name, after);
		return after;
	}

}
