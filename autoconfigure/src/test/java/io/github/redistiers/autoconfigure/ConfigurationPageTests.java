package io.github.redistiers.autoconfigure;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The page of all properties is up to date. {@code mvn test -pl autoconfigure -am
 * -Dtest=ConfigurationPageTests -Dsurefire.failIfNoSpecifiedTests=false
 * -Dredis-tiers.docs.write=true} writes it.
 */
class ConfigurationPageTests {

	private static final Path METADATA = Path.of("target", "classes", "META-INF", "spring-configuration-metadata.json");

	private static final Path PAGE = Path.of("..", "docs", "configuration.md");

	@Test
	void saysWhatTheMetadataSays() throws IOException {
		String page = ConfigurationPage.of(properties());
		if (Boolean.getBoolean("redis-tiers.docs.write")) {
			Files.writeString(PAGE, page);
		}
		assertThat(PAGE).as("run this test with -Dredis-tiers.docs.write=true to bring the page up to date")
			.content(StandardCharsets.UTF_8)
			.isEqualToNormalizingNewlines(page);
	}

	@Test
	void holdsEveryProperty() throws IOException {
		List<Map<?, ?>> properties = properties();
		String page = ConfigurationPage.of(properties);
		assertThat(properties).hasSizeGreaterThan(50)
			.allSatisfy((property) -> assertThat(page).contains("\n| `" + property.get("name") + "` |"));
	}

	@SuppressWarnings("unchecked")
	private static List<Map<?, ?>> properties() throws IOException {
		String json = Files.readString(METADATA);
		return (List<Map<?, ?>>) JsonParserFactory.getJsonParser().parseMap(json).getOrDefault("properties", List.of());
	}

}
