package io.github.redistiers.boot.compose;

import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;

import io.github.redistiers.boot.InvalidTierContainerException;
import io.github.redistiers.boot.TierContainers;

import org.springframework.boot.data.redis.autoconfigure.DataRedisConnectionDetails.Standalone;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;

/**
 * Matches a service whose label names a tier. A label that means a tier and does not say
 * so in Spring Boot's form is refused: Spring Boot would go by the image's name and take
 * a Redis for its own, and so for the store.
 */
final class LabelledService implements Predicate<DockerComposeConnectionSource> {

	private static final String PREFIX = "redis-tier";

	private final String name;

	LabelledService(String name) {
		this.name = name;
	}

	@Override
	public boolean test(DockerComposeConnectionSource source) {
		return matches(source.getRunningService());
	}

	boolean matches(RunningService service) {
		Map<String, String> labels = service.labels();
		if (Stream.of(TierContainers.CACHE, TierContainers.STORE).anyMatch(labels::containsKey)) {
			boolean both = labels.containsKey(TierContainers.CACHE) && labels.containsKey(TierContainers.STORE);
			String label = labels.containsKey(TierContainers.CACHE) ? TierContainers.CACHE : TierContainers.STORE;
			throw both ? refusal(service, "has the labels of both tiers")
					: refusal(service, "has a label named '%s', which Spring Boot does not read".formatted(label));
		}
		String label = labels.getOrDefault(TierContainers.LABEL, "").strip();
		if (label.startsWith(PREFIX) && !label.equals(TierContainers.CACHE) && !label.equals(TierContainers.STORE)) {
			throw refusal(service,
					"has the label '%s: %s', which names no tier".formatted(TierContainers.LABEL, label));
		}
		return label.equals(this.name);
	}

	static Standalone standalone(RunningService service) {
		try {
			return Standalone.of(service.host(), service.ports().get(TierContainers.PORT));
		}
		catch (IllegalStateException ex) {
			throw new InvalidTierContainerException(
					"The Docker Compose service '%s' does not publish port %d of its server.".formatted(name(service),
							TierContainers.PORT),
					"Add ports: [ \"%d\" ] to it.".formatted(TierContainers.PORT));
		}
	}

	private static InvalidTierContainerException refusal(RunningService service, String what) {
		return new InvalidTierContainerException("The Docker Compose service '%s' %s.".formatted(name(service), what),
				"Give it one label: '%1$s: %2$s' if it is the cache tier, or '%1$s: %3$s' if it is the store tier."
					.formatted(TierContainers.LABEL, TierContainers.CACHE, TierContainers.STORE));
	}

	/** The name in the file; the running service's own is its container's. */
	private static String name(RunningService service) {
		return service.labels().getOrDefault("com.docker.compose.service", service.name());
	}

}
