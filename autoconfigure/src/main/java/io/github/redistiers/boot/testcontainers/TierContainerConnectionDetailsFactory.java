package io.github.redistiers.boot.testcontainers;

import java.util.function.Function;

import io.github.redistiers.boot.TierConnectionDetails;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.Container;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;

/**
 * Makes a container a tier's server, whatever its image and class, if it has the tier's
 * connection name.
 *
 * @param <D> the tier's details
 */
abstract class TierContainerConnectionDetailsFactory<D extends TierConnectionDetails>
		extends ContainerConnectionDetailsFactory<Container<?>, D> {

	private final Function<ContainerConnectionSource<Container<?>>, D> details;

	TierContainerConnectionDetailsFactory(String connectionName,
			Function<ContainerConnectionSource<Container<?>>, D> details) {
		super(connectionName);
		this.details = details;
	}

	@Override
	protected final D getContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
		return this.details.apply(source);
	}

	/**
	 * What a container tells. The simple name of each subclass becomes a bean name, so no
	 * other details may share it.
	 */
	abstract static class ContainerDetails extends ContainerConnectionDetails<Container<?>>
			implements TierConnectionDetails {

		ContainerDetails(ContainerConnectionSource<Container<?>> source) {
			super(source);
		}

		@Override
		public final Standalone getStandalone() {
			return TierContainer.standalone(getContainer(), getOrigin());
		}

		@Override
		public final @Nullable String getPassword() {
			return TierContainer.password(getContainer());
		}

		@Override
		public final @Nullable SslBundle getSslBundle() {
			return super.getSslBundle();
		}

	}

}
