package io.github.redistiers.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.json.JsonParserFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever property a page names is there.
 */
class DocumentedPropertiesTests {

	private static final Path METADATA = Path.of("target", "classes", "META-INF", "spring-configuration-metadata.json");

	private static final Path DOCS = Path.of("..", "docs");

	private static final Pattern NAME = Pattern
		.compile("(?<![\\w/.-])redis-tiers(?:\\.(?:[a-z][a-z0-9-]*|\\*|<\\w+>))+");

	/** The build's own, and files. */
	private static final Pattern OTHER = Pattern
		.compile("redis-tiers\\.(?:(?:benchmarks|docs|test)\\..*|.*\\b(?:json|yaml))");

	private static final String CACHES = "redis-tiers.cache.caches";

	private static final String FINDINGS = "redis-tiers.guard.findings";

	@ParameterizedTest
	@MethodSource("pages")
	void areThere(Path page) throws IOException {
		List<String> named = NAME.matcher(Files.readString(page))
			.results()
			.map(MatchResult::group)
			.filter((name) -> !OTHER.matcher(name).matches())
			.toList();
		Set<String> properties = properties();
		for (String name : named) {
			assertThat(isThere(name, properties)).as("%s is there", name).isTrue();
		}
	}

	static List<Path> pages() throws IOException {
		try (Stream<Path> pages = Files.walk(DOCS)) {
			return Stream
				.concat(pages.filter((page) -> page.toString().matches(".*\\.(md|conf|yaml|service)")),
						Stream.of(Path.of("..", "README.md")))
				.toList();
		}
	}

	private static boolean isThere(String name, Set<String> properties) throws IOException {
		if (name.startsWith(FINDINGS + ".")) {
			return Files.exists(DOCS.resolve("findings").resolve(name.substring(FINDINGS.length() + 1) + ".md"));
		}
		if (name.startsWith(CACHES + ".")) {
			String[] words = name.substring(CACHES.length() + 1).split("\\.", 2);
			return words.length == 1 || ofOneCache().contains(words[1]);
		}
		String group = name.endsWith(".*") ? name.substring(0, name.length() - 1) : name + ".";
		return properties.contains(name) || properties.stream().anyMatch((property) -> property.startsWith(group));
	}

	/**
	 * As the page of all properties has them, which is generated.
	 */
	private static List<String> ofOneCache() throws IOException {
		return Files.readAllLines(DOCS.resolve("configuration.md"))
			.stream()
			.filter((line) -> line.startsWith("| `" + CACHES + "` |"))
			.flatMap((line) -> Stream.of(line.replaceFirst(".*by name: ([^|]*) \\|.*", "$1").split(", ")))
			.toList();
	}

	@SuppressWarnings("unchecked")
	private static Set<String> properties() throws IOException {
		Map<String, Object> metadata = JsonParserFactory.getJsonParser().parseMap(Files.readString(METADATA));
		return ((List<Map<String, Object>>) metadata.getOrDefault("properties", List.of())).stream()
			.map((property) -> String.valueOf(property.get("name")))
			.collect(Collectors.toSet());
	}

}
