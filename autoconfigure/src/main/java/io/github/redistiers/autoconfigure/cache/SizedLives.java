package io.github.redistiers.autoconfigure.cache;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.github.redistiers.autoconfigure.cache.CacheProperties.OneCache;
import io.github.redistiers.autoconfigure.cache.CacheProperties.TtlMode;
import io.github.redistiers.boot.InvalidTierPropertyException;
import io.github.redistiers.boot.cache.InvalidTimeToLiveException;
import io.github.redistiers.cache.CacheSettings;
import io.github.redistiers.cache.SizedLife;
import org.jspecify.annotations.Nullable;

/**
 * Reads how the memory sizes lives from the properties, and refuses what cannot be.
 */
final class SizedLives {

	private static final String CACHES = "redis-tiers.cache.caches.";

	/**
	 * Percentages are added in binary.
	 */
	private static final double ROUNDING = 1e-9;

	private SizedLives() {
	}

	/**
	 * How the memory sizes the lives of one cache.
	 * @param prefix what the names of the cache's properties begin with
	 * @param cache the cache's properties
	 * @param all those of all caches
	 * @return {@code null} if it does not
	 */
	static @Nullable SizedLife of(String prefix, OneCache cache, OneCache all) {
		Duration shortest = life(prefix + "time-to-live-min", cache.timeToLiveMin(), all.timeToLiveMin());
		Duration longest = life(prefix + "time-to-live-max", cache.timeToLiveMax(), all.timeToLiveMax());
		if (shortest != null && longest != null && shortest.compareTo(longest) > 0) {
			String property = prefix + "time-to-live-min";
			throw new InvalidTierPropertyException(property,
					"%s is longer than time-to-live-max, %s against %s.".formatted(property, shortest, longest),
					"Set %s to a duration that is not longer than %stime-to-live-max.".formatted(property, prefix));
		}
		Double share = (cache.memoryShare() != null) ? share(prefix + "memory-share", cache.memoryShare()) : null;
		TtlMode mode = (cache.ttlMode() != null) ? cache.ttlMode() : all.ttlMode();
		return (mode == TtlMode.LRU) ? sized(shortest, longest, share) : null;
	}

	/**
	 * Checks that the shares of all caches are at most the whole.
	 */
	static void checkShares(Map<String, OneCache> caches) {
		Map<String, String> shares = new TreeMap<>();
		double sum = 0;
		for (Map.Entry<String, OneCache> each : caches.entrySet()) {
			String share = each.getValue().memoryShare();
			if (share != null) {
				shares.put(each.getKey(), share);
				sum += share(CACHES + each.getKey() + ".memory-share", share);
			}
		}
		if (sum > 1 + ROUNDING) {
			String all = shares.entrySet()
				.stream()
				.map((each) -> each.getKey() + " " + each.getValue())
				.collect(Collectors.joining(", "));
			throw new InvalidTierPropertyException(CACHES + "*.memory-share",
					"The shares of %s*.memory-share are %.0f%% of the cache server's memory in total: %s."
						.formatted(CACHES, sum * 100, all),
					"Lower some of %s*.memory-share so that they are at most 100%% together. What they leave is for the caches without a share."
						.formatted(CACHES));
		}
	}

	private static SizedLife sized(@Nullable Duration shortest, @Nullable Duration longest, @Nullable Double share) {
		Duration from = (shortest != null) ? shortest : earlier(SizedLife.DEFAULT_SHORTEST, longest);
		Duration to = (longest != null) ? longest : later(SizedLife.DEFAULT_LONGEST, from);
		return new SizedLife(from, to, share);
	}

	private static Duration earlier(Duration one, @Nullable Duration other) {
		return (other != null && other.compareTo(one) < 0) ? other : one;
	}

	private static Duration later(Duration one, Duration other) {
		return (other.compareTo(one) > 0) ? other : one;
	}

	private static @Nullable Duration life(String property, @Nullable Duration own, @Nullable Duration all) {
		Duration life = (own != null) ? own : all;
		if (life != null && !CacheSettings.isTimeToLive(life)) {
			throw new InvalidTimeToLiveException(property, life);
		}
		return life;
	}

	private static double share(String property, String text) {
		double share = Part.of(property, text);
		if (share == 0) {
			throw new InvalidTierPropertyException(property,
					"%s is %s, which would leave the cache no memory.".formatted(property, text),
					"Set %s to a percentage from 1%% to 100%%, such as 30%%.".formatted(property));
		}
		return share;
	}

}
