package io.github.redistiers.boot.testcontainers;

import io.github.redistiers.boot.CacheTierConnectionDetails;
import io.github.redistiers.boot.TierContainers;
import org.testcontainers.containers.Container;

import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;

/**
 * Makes a container the cache tier's server if it has the connection name
 * {@value TierContainers#CACHE}.
 */
class CacheTierContainerConnectionDetailsFactory
		extends TierContainerConnectionDetailsFactory<CacheTierConnectionDetails> {

	CacheTierContainerConnectionDetailsFactory() {
		super(TierContainers.CACHE, CacheTierContainerConnectionDetails::new);
	}

	private static final class CacheTierContainerConnectionDetails extends ContainerDetails
			implements CacheTierConnectionDetails {

		private CacheTierContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
			super(source);
		}

	}

}
