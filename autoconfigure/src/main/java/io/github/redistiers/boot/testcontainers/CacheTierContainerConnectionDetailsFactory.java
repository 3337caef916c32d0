package io.github.redistiers.boot.testcontainers;

import io.github.redistiers.boot.CacheTierConnectionDetails;
import io.github.redistiers.boot.TierContainers;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.Container;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionDetailsFactory;
import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;

/**
 * Makes a container the cache tier's server, whatever its image and class, if it has the
 * connection name {@value TierContainers#CACHE}.
 */
class CacheTierContainerConnectionDetailsFactory
		extends ContainerConnectionDetailsFactory<Container<?>, CacheTierConnectionDetails> {

	CacheTierContainerConnectionDetailsFactory() {
		super(TierContainers.CACHE);
	}

	@Override
	protected CacheTierConnectionDetails getContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
		return new CacheTierContainerConnectionDetails(source);
	}

	/** Its simple name becomes a bean name, so no other details may share it. */
	private static final class CacheTierContainerConnectionDetails extends ContainerConnectionDetails<Container<?>>
			implements CacheTierConnectionDetails {

		private CacheTierContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
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
