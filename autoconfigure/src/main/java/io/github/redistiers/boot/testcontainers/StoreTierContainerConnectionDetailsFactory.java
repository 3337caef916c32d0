package io.github.redistiers.boot.testcontainers;

import io.github.redistiers.boot.StoreTierConnectionDetails;
import io.github.redistiers.boot.TierContainers;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.Container;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;

/**
 * Makes a container the store tier's server, whatever its image and class, if it has the
 * connection name {@value TierContainers#STORE}.
 */
class StoreTierContainerConnectionDetailsFactory
		extends ContainerConnectionDetailsFactory<Container<?>, StoreTierConnectionDetails> {

	StoreTierContainerConnectionDetailsFactory() {
		super(TierContainers.STORE);
	}

	@Override
	protected StoreTierConnectionDetails getContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
		return new StoreTierContainerConnectionDetails(source);
	}

	/** Its simple name becomes a bean name, so no other details may share it. */
	private static final class StoreTierContainerConnectionDetails extends ContainerConnectionDetails<Container<?>>
			implements StoreTierConnectionDetails {

		private StoreTierContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
			super(source);
		}

		@Override
		public Standalone getStandalone() {
			return TierContainer.standalone(getContainer(), getOrigin());
		}

		@Override
		public @Nullable String getPassword() {
			return TierContainer.password(getContainer());
		}

		@Override
		public @Nullable SslBundle getSslBundle() {
			return super.getSslBundle();
		}

	}

}
