package io.github.redistiers.boot.compose;

import io.github.redistiers.boot.CacheTierConnectionDetails;
import io.github.redistiers.boot.TierContainers;

import org.springframework.boot.docker.compose.core.RunningService;

/**
 * Makes a Docker Compose service the cache tier's server if its label names
 * {@value TierContainers#CACHE}.
 */
class CacheTierComposeConnectionDetailsFactory extends TierComposeConnectionDetailsFactory<CacheTierConnectionDetails> {

	CacheTierComposeConnectionDetailsFactory() {
		super(TierContainers.CACHE, CacheTierComposeConnectionDetails::new);
	}

	private static final class CacheTierComposeConnectionDetails extends ServiceDetails
			implements CacheTierConnectionDetails {

		private CacheTierComposeConnectionDetails(RunningService service) {
			super(service);
		}

	}

}
