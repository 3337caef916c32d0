package io.github.redistiers.autoconfigure.connection;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.TierSettings;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

import org.springframework.boot.convert.DurationStyle;
import org.springframework.boot.json.JsonParserFactory;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What editors show of a tier's properties.
 */
class TierPropertiesMetadataTests {

	private static final Set<String> OF_SPRING_DATA = Set.of("spring.data.redis.client-type",
			"spring.data.redis.repositories.enabled");

	private final List<Map<?, ?>> own = read("io/github/redistiers/boot/ConditionalOnTier.class");

	private final List<Map<?, ?>> boot = read(
			"org/springframework/boot/data/redis/autoconfigure/DataRedisProperties.class");

	@Test
	void describeEveryProperty() {
		assertThat(this.own).isNotEmpty()
			.allSatisfy((property) -> assertThat((String) property.get("description")).as("%s", property.get("name"))
				.isNotBlank()
				.endsWith("."));
	}

	@Test
	void coverTheWholeVocabularyOfSpringBoot() {
		Set<String> names = names(this.own);
		assertThat(names(this.boot.stream().filter((property) -> !property.containsKey("deprecation")).toList()))
			.filteredOn((name) -> name.startsWith("spring.data.redis."))
			.filteredOn((name) -> !name.contains(".jedis.") && !name.contains(".listener."))
			.filteredOn((name) -> !OF_SPRING_DATA.contains(name))
			.filteredOn((name) -> !name.endsWith(".adaptive"))
			.isNotEmpty()
			.allSatisfy((name) -> {
				String tail = name.substring("spring.data.redis.".length());
				assertThat(names).contains("redis-tiers.cache." + tail, "redis-tiers.store." + tail);
			});
	}

	@Test
	void stateTheDefaultsThatHold() {
		for (TierRole role : TierRole.values()) {
			TierSettings settings = TierSettings.builder("any", role, new RedisStandaloneConfiguration()).build();
			String prefix = "redis-tiers." + ((role == TierRole.CACHE) ? "cache" : "store");
			assertThat(duration(prefix + ".timeout")).isEqualTo(settings.timeout());
			assertThat(duration(prefix + ".connect-timeout")).isEqualTo(settings.connectTimeout());
			assertThat(duration(prefix + ".lettuce.shutdown-timeout")).isEqualTo(settings.shutdownTimeout());
		}
	}

	private Duration duration(String name) {
		return this.own.stream()
			.filter((property) -> name.equals(property.get("name")))
			.map((property) -> DurationStyle.detectAndParse(String.valueOf(property.get("defaultValue"))))
			.findFirst()
			.orElseThrow();
	}

	private static Set<String> names(List<Map<?, ?>> properties) {
		return properties.stream().map((property) -> String.valueOf(property.get("name"))).collect(Collectors.toSet());
	}

	private static List<Map<?, ?>> read(String neighbour) {
		ClassLoader classLoader = TierPropertiesMetadataTests.class.getClassLoader();
		String location = String.valueOf(classLoader.getResource(neighbour));
		String metadata = location.replace(neighbour, "META-INF/spring-configuration-metadata.json");
		List<Map<?, ?>> read = new ArrayList<>();
		try (InputStream in = URI.create(metadata).toURL().openStream()) {
			Object properties = JsonParserFactory.getJsonParser()
				.parseMap(new String(in.readAllBytes(), StandardCharsets.UTF_8))
				.get("properties");
			assertThat(properties).asInstanceOf(InstanceOfAssertFactories.LIST)
				.allSatisfy((property) -> read.add((Map<?, ?>) property));
		}
		catch (IOException ex) {
			throw new IllegalStateException(ex);
		}
		return read;
	}

}
