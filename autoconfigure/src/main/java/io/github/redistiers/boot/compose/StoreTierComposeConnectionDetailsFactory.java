package io.github.redistiers.boot.compose;

import io.github.redistiers.boot.StoreTierConnectionDetails;
import io.github.redistiers.boot.TierContainers;

import org.springframework.boot.docker.compose.core.RunningService;

/**
 * Makes a Docker Compose service the store tier's server if its label names
 * {@value TierContainers#STORE}.
 */
class StoreTierComposeConnectionDetailsFactory extends TierComposeConnectionDetailsFactory<StoreTierConnectionDetails> {

	StoreTierComposeConnectionDetailsFactory() {
		super(TierContainers.STORE, StoreTierComposeConnectionDetails::new);
	}

	private static final class StoreTierComposeConnectionDetails extends ServiceDetails
			implements StoreTierConnectionDetails {

		private StoreTierComposeConnectionDetails(RunningService service) {
			super(service);
		}

	}

}
