package io.github.redistiers.boot.endpoint;

import java.time.Duration;
import java.util.List;

import io.github.redistiers.boot.endpoint.CachesDescriptor.CacheDescriptor;
import io.github.redistiers.cache.CacheReport;
import io.github.redistiers.cache.CacheStatistics;
import io.github.redistiers.cache.CacheTierCacheManager;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.InvalidEndpointRequestException;

/**
 * What this process knows of its caches. No server is asked for it.
 *
 * @since 0.1.0
 */
public final class CacheDescriptions {

	/**
	 * How long a bypass lasts where nothing is said.
	 */
	private static final Duration BYPASS = Duration.ofMinutes(15);

	private final @Nullable CacheTierCacheManager manager;

	/**
	 * Descriptions.
	 * @param manager the caches, or {@code null} if there are none on the cache tier
	 */
	public CacheDescriptions(@Nullable CacheTierCacheManager manager) {
		this.manager = manager;
	}

	CachesDescriptor all() {
		if (this.manager == null) {
			return new CachesDescriptor(null, List.of());
		}
		Duration bypass = this.manager.getRemainingBypass();
		return new CachesDescriptor((bypass != null) ? bypass.toString() : null,
				this.manager.getReports().stream().map(CacheDescriptions::cache).toList());
	}

	CachesDescriptor bypass(boolean bypassed, @Nullable Duration duration) {
		if (this.manager == null) {
			String reason = "This application has no caches on the cache tier.";
			throw new InvalidEndpointRequestException(reason, reason);
		}
		if (bypassed) {
			begin(this.manager, (duration != null) ? duration : BYPASS);
		}
		else {
			this.manager.endBypass();
		}
		return all();
	}

	private static void begin(CacheTierCacheManager manager, Duration duration) {
		try {
			manager.bypass(duration);
		}
		catch (IllegalArgumentException ex) {
			String reason = String.valueOf(ex.getMessage());
			throw new InvalidEndpointRequestException(reason, reason, ex);
		}
	}

	private static CacheDescriptor cache(CacheReport cache) {
		CacheStatistics counts = cache.statistics();
		Duration idle = cache.timeToIdle();
		return new CacheDescriptor(cache.name(), cache.timeToLive().toString(), (idle != null) ? idle.toString() : null,
				cache.isSized(), counts.timeToLive().toString(), cache.fictitiousLife(), cache.bytesWritten(),
				counts.hits(), counts.misses(), counts.puts(), counts.droppedPuts(), counts.evictions(),
				counts.owedEvictions(), counts.replayedEvictions(), counts.bypassed(), counts.unreadable(),
				counts.failures(), counts.savedLoads());
	}

}
