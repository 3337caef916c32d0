package io.github.redistiers.test.slice;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import org.springframework.cache.annotation.CacheEvict;
import org.springframework.cache.annotation.CachePut;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.stereotype.Component;

/**
 * Uses its cache as one: what is in it can be had again.
 */
@Component
class Prices {

	private final AtomicInteger reads = new AtomicInteger();

	private final Map<String, Integer> table = new ConcurrentHashMap<>();

	int reads() {
		return this.reads.get();
	}

	@Cacheable("prices")
	int of(String item) {
		this.reads.incrementAndGet();
		return this.table.getOrDefault(item, 0);
	}

	@Cacheable(cacheNames = "shared-prices", sync = true)
	int sharedOf(String item) {
		return this.table.getOrDefault(item, 0);
	}

	@CachePut(cacheNames = { "prices", "shared-prices" }, key = "#item")
	int raise(String item, int by) {
		return this.table.merge(item, by, Integer::sum);
	}

	@CacheEvict(cacheNames = { "prices", "shared-prices" }, key = "#item")
	void forget(String item) {
		this.table.remove(item);
	}

}
