package io.github.redistiers.boot.compose;

import java.util.function.Function;

import io.github.redistiers.boot.TierConnectionDetails;
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
 * Makes a Docker Compose service a tier's server, whatever its image, if its label names
 * the tier. Comes before Spring Boot's own factories, which stop at a label that they
 * cannot read.
 *
 * @param <D> the tier's details
 */
@Order(Ordered.HIGHEST_PRECEDENCE)
abstract class TierComposeConnectionDetailsFactory<D extends TierConnectionDetails>
		extends DockerComposeConnectionDetailsFactory<D> {

	private final Function<RunningService, D> details;

	TierComposeConnectionDetailsFactory(String label, Function<RunningService, D> details) {
		super(new LabelledService(label));
		this.details = details;
	}

	@Override
	protected final D getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
		return this.details.apply(source.getRunningService());
	}

	/**
	 * What a service tells. The simple name of each subclass becomes a bean name, so no
	 * other details may share it.
	 */
	abstract static class ServiceDetails extends DockerComposeConnectionDetails implements TierConnectionDetails {

		private final Standalone standalone;

		private final @Nullable String password;

		private final @Nullable SslBundle sslBundle;

		ServiceDetails(RunningService service) {
			super(service);
			this.standalone = LabelledService.standalone(service);
			this.password = TierContainers.password(service.env());
			this.sslBundle = getSslBundle(service);
		}

		@Override
		public final Standalone getStandalone() {
			return this.standalone;
		}

		@Override
		public final @Nullable String getPassword() {
			return this.password;
		}

		@Override
		public final @Nullable SslBundle getSslBundle() {
			return this.sslBundle;
		}

	}

}
