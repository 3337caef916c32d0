package io.github.redistiers.boot.compose;

import java.util.List;
import java.util.Map;

import io.github.redistiers.boot.InvalidTierContainerException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which labels of a Docker Compose service name a tier, and which are refused.
 */
class LabelledServiceTests {

	private static final String LABEL = "org.springframework.boot.service-connection";

	private final LabelledService cache = new LabelledService("redis-tiers-cache");

	private final LabelledService store = new LabelledService("redis-tiers-store");

	@Test
	void matchesTheTierThatTheLabelNames() {
		Service service = new Service(Map.of(LABEL, "redis-tiers-cache"));
		assertThat(this.cache.matches(service)).isTrue();
		assertThat(this.store.matches(service)).isFalse();
		assertThat(this.store.matches(new Service(Map.of(LABEL, "redis-tiers-store")))).isTrue();
	}

	@Test
	void goesByNoImage() {
		assertThat(this.cache.matches(new Service(Map.of()))).isFalse();
		assertThat(this.store.matches(new Service(Map.of()))).isFalse();
		assertThat(this.store.matches(new Service(Map.of(LABEL, "redis")))).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis-tiers", "redis-tiers-cach", "redis-tier-cache", "redis-tiers-cache:8",
			"redis-tiers-cache,redis-tiers-store" })
	void refusesALabelThatNamesNoTier(String label) {
		assertThatExceptionOfType(InvalidTierContainerException.class)
			.isThrownBy(() -> this.store.matches(new Service(Map.of(LABEL, label))))
			.withMessage("The Docker Compose service 'tea-1' has the label '%s: %s', which names no tier.", LABEL,
					label);
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis-tiers-cache", "redis-tiers-store" })
	void refusesALabelThatSpringBootDoesNotRead(String label) {
		assertThatExceptionOfType(InvalidTierContainerException.class)
			.isThrownBy(() -> this.cache
				.matches(new Service(Map.of(label, "", "com.docker.compose.service", "tea", LABEL, label))))
			.withMessage("The Docker Compose service 'tea' has a label named '%s', which Spring Boot does not read.",
					label)
			.satisfies((ex) -> assertThat(ex.getAction()).contains("Give it one label: '" + LABEL));
	}

	@Test
	void refusesTheLabelsOfBothTiers() {
		assertThatExceptionOfType(InvalidTierContainerException.class)
			.isThrownBy(() -> this.cache.matches(new Service(Map.of("redis-tiers-cache", "", "redis-tiers-store", ""))))
			.withMessage("The Docker Compose service 'tea-1' has the labels of both tiers.");
	}

	private record Service(Map<String, String> labels) implements RunningService {

		@Override
		public String name() {
			return "tea-1";
		}

		@Override
		public ImageReference image() {
			return ImageReference.of("redis:8.0");
		}

		@Override
		public String host() {
			return "localhost";
		}

		@Override
		public ConnectionPorts ports() {
			return new Ports();
		}

		@Override
		public Map<String, @Nullable String> env() {
			return Map.of();
		}

	}

	private record Ports() implements ConnectionPorts {

		@Override
		public int get(int containerPort) {
			return containerPort;
		}

		@Override
		public List<Integer> getAll() {
			return List.of(6379);
		}

		@Override
		public List<Integer> getAll(@Nullable String protocol) {
			return getAll();
		}

	}

}
