package io.github.redistiers.autoconfigure.devservices;

import io.github.redistiers.boot.CacheTierConnectionDetails;
import io.github.redistiers.boot.StoreTierConnectionDetails;
import io.github.redistiers.boot.TierConnectionDetails;
import io.github.redistiers.devservices.RedisServer;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;

/**
 * Where a server for development is.
 */
abstract class DevServerConnectionDetails implements TierConnectionDetails {

	private final Standalone standalone;

	private DevServerConnectionDetails(RedisServer server) {
		this.standalone = Standalone.of(server.host(), server.port());
	}

	@Override
	public Standalone getStandalone() {
		return this.standalone;
	}

	static final class OfCache extends DevServerConnectionDetails implements CacheTierConnectionDetails {

		OfCache(RedisServer server) {
			super(server);
		}

	}

	static final class OfStore extends DevServerConnectionDetails implements StoreTierConnectionDetails {

		OfStore(RedisServer server) {
			super(server);
		}

	}

}
