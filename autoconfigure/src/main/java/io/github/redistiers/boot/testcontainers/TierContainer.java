package io.github.redistiers.boot.testcontainers;

import java.util.Arrays;
import java.util.List;

import io.github.redistiers.boot.InvalidTierContainerException;
import io.github.redistiers.boot.TierContainers;
import org.jspecify.annotations.Nullable;
import org.testcontainers.containers.Container;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;
import org.springframework.boot.origin.Origin;

/**
 * What a started container tells about its server.
 */
final class TierContainer {

	private TierContainer() {
	}

	static Standalone standalone(Container<?> container, Origin origin) {
		if (!container.getExposedPorts().contains(TierContainers.PORT)) {
			throw new InvalidTierContainerException(
					"A container does not publish port %d of its server: %s.".formatted(TierContainers.PORT, origin),
					"Add withExposedPorts(%d) to it.".formatted(TierContainers.PORT));
		}
		return Standalone.of(container.getHost(), container.getMappedPort(TierContainers.PORT));
	}

	static @Nullable String password(Container<?> container) {
		List<String> command = Arrays.asList(container.getCommandParts());
		int option = command.indexOf("--requirepass");
		return (option >= 0 && option + 1 < command.size()) ? command.get(option + 1)
				: TierContainers.password(container.getEnvMap());
	}

}
