package io.github.redistiers.boot.compose;

import io.github.redistiers.boot.CacheTierConnectionDetails;
import io.github.redistiers.boot.TierContainers;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

/**
 * Makes a Docker Compose service the cache tier's server, whatever its image, if its
 * label names {@value TierContainers#CACHE}. Comes before Spring Boot's own factories,
 * which stop at a label that they cannot read.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class CacheTierComposeConnectionDetailsFactory
		extends DockerComposeConnectionDetailsFactory<CacheTierConnectionDetails> {

	CacheTierComposeConnectionDetailsFactory() {
		super(new LabelledService(TierContainers.CACHE));
	}

	@Override
	protected CacheTierConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
		return new CacheTierComposeConnectionDetails(source.getRunningService());
	}

	private static final class CacheTierComposeConnectionDetails extends DockerComposeConnectionDetails
			implements CacheTierConnectionDetails {

		private final Standalone standalone;

		private final @Nullable String password;

		private final @Nullable SslBundle sslBundle;

		private CacheTierComposeConnectionDetails(RunningService service) {
			super(service);
			this.standalone = LabelledService.standalone(service);
			this.password = TierContainers.password(service.env());
			this.sslBundle = getSslBundle(service);
		}

		@Override
		public Standalone getStandalone() {
			return this.standalone;
		}

		@Override
		public @Nullable String getPassword() {
			return this.password;
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return this.sslBundle;
		}

	}

}
