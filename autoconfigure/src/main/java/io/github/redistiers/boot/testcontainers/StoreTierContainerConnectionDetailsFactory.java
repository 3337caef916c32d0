package io.github.redistiers.boot.testcontainers;

import io.github.redistiers.boot.StoreTierConnectionDetails;
import io.github.redistiers.boot.TierContainers;
import org.testcontainers.containers.Container;

import org.springframework.boot.testcontainers.service.connection.ContainerConnectionSource;

/**
 * Makes a container the store tier's server if it has the connection name
 * {@value TierContainers#STORE}.
 */
class StoreTierContainerConnectionDetailsFactory
		extends TierContainerConnectionDetailsFactory<StoreTierConnectionDetails> {

	StoreTierContainerConnectionDetailsFactory() {
		super(TierContainers.STORE, StoreTierContainerConnectionDetails::new);
	}

	private static final class StoreTierContainerConnectionDetails extends ContainerDetails
			implements StoreTierConnectionDetails {

		private StoreTierContainerConnectionDetails(ContainerConnectionSource<Container<?>> source) {
			super(source);
		}

	}

}
