package io.github.redistiers.guard;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnection;

/**
 * Which identity a store had, as the cache remembers it: so an application that starts
 * together with an emptied store knows of its loss. The copy may be lost at any time.
 */
final class IdentityCopies {

	private static final Log logger = LogFactory.getLog(IdentityCopies.class);

	private static final Duration LIFE = Duration.ofDays(30);

	private final List<RedisTier> tiers;

	/**
	 * Copies on a cache.
	 * @param tiers all tiers; without a cache there are no copies
	 */
	IdentityCopies(List<RedisTier> tiers) {
		this.tiers = tiers.stream().filter((tier) -> tier.role() == TierRole.CACHE).limit(1).toList();
	}

	/**
	 * Looks a copy up.
	 * @return the id; {@code null} if there is none
	 * @throws RuntimeException if the cache is away
	 */
	@Nullable String find(String marker) {
		for (RedisTier cache : this.tiers) {
			try (RedisConnection connection = cache.connectionFactory().getConnection()) {
				byte[] id = connection.stringCommands().get(key(marker));
				return (id != null) ? new String(id, StandardCharsets.UTF_8) : null;
			}
		}
		return null;
	}

	void put(String marker, String id) {
		for (RedisTier cache : this.tiers) {
			try (RedisConnection connection = cache.connectionFactory().getConnection()) {
				connection.stringCommands().setEx(key(marker), LIFE.toSeconds(), id.getBytes(StandardCharsets.UTF_8));
			}
			catch (RuntimeException ex) {
				logger.trace("A cache that is away remembers nothing", ex);
			}
		}
	}

	private static byte[] key(String marker) {
		return (marker + ":copy").getBytes(StandardCharsets.UTF_8);
	}

}
