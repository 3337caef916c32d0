package io.github.redistiers.boot.compose;

import io.github.redistiers.boot.StoreTierConnectionDetails;
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
 * Makes a Docker Compose service the store tier's server, whatever its image, if its
 * label names {@value TierContainers#STORE}. Comes before Spring Boot's own factories,
 * which stop at a label that they cannot read.
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
class StoreTierComposeConnectionDetailsFactory
		extends DockerComposeConnectionDetailsFactory<StoreTierConnectionDetails> {

	StoreTierComposeConnectionDetailsFactory() {
		super(new LabelledService(TierContainers.STORE));
	}

	@Override
	protected StoreTierConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
		return new StoreTierComposeConnectionDetails(source.getRunningService());
	}

	private static final class StoreTierComposeConnectionDetails extends DockerComposeConnectionDetails
			implements StoreTierConnectionDetails {

		private final Standalone standalone;

		private final @Nullable String password;

		private final @Nullable SslBundle sslBundle;

		private StoreTierComposeConnectionDetails(RunningService service) {
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
