package io.github.redistiers.autoconfigure;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

/**
 * The page of all properties, made of what editors are told about them.
 */
final class ConfigurationPage {

	private static final String INTRODUCTION = """
			# Configuration

			All properties, generated from the metadata that editors show. Times are written as `250ms`, `2s` or `10m`; a number without a unit counts milliseconds. Sizes are written as `512KB` or `1MB`; a number without a unit counts bytes. Lists are separated by commas.

			`redis-tiers.enabled=false` switches everything off: Spring Boot's own Redis auto-configuration and `spring.data.redis.*` work as if the starter were not there.

			A tier exists if it has an address: a URL, a host, Sentinels or nodes. A port alone is refused. As long as the store has no address of its own, `spring.data.redis.*` is its address, with the time limits, TLS and pool that are set there; what is set under `redis-tiers.store` comes on top.

			Both tiers connect in the background while the application starts; with `spring.main.lazy-initialization=true` or `lettuce.eager-connect=false` not before they are used. The guard looks at the servers while the application starts in either case, unless `redis-tiers.guard.mode=off`.
			""";

	private static final Map<String, String> TITLES = Map.of("cache", "The cache tier", "store", "The store tier",
			"guard", "The guard", "metrics", "Meters", "endpoint", "The endpoint", "dev-services",
			"Development servers");

	private ConfigurationPage() {
	}

	static String of(List<Map<?, ?>> properties) {
		return INTRODUCTION + Stream.of("", "cache", "store", "guard", "metrics", "endpoint", "dev-services")
			.map((section) -> table(section, properties))
			.collect(Collectors.joining());
	}

	private static String table(String section, List<Map<?, ?>> properties) {
		String rows = properties.stream()
			.filter((property) -> section(property).equals(section))
			.map(ConfigurationPage::row)
			.sorted()
			.collect(Collectors.joining());
		return "\n## " + TITLES.getOrDefault(section, "Both tiers")
				+ "\n\n| property | default | unit | description |\n|---|---|---|---|\n" + rows;
	}

	private static String section(Map<?, ?> property) {
		String[] words = text(property, "name").split("\\.");
		return (words.length > 2) ? words[1] : "";
	}

	private static String row(Map<?, ?> property) {
		String value = text(property, "defaultValue");
		return "| `%s` | %s | %s | %s |\n".formatted(text(property, "name"), value.isEmpty() ? "" : "`" + value + "`",
				unit(text(property, "type")), escaped(StringUtils.capitalize(text(property, "description"))));
	}

	private static String unit(String type) {
		int generic = type.indexOf('<');
		String name = (generic < 0) ? type : type.substring(0, generic);
		return switch (name) {
			case "java.time.Duration" -> "time";
			case "org.springframework.util.unit.DataSize" -> "size";
			case "java.lang.Boolean" -> "true, false";
			case "java.lang.Integer", "java.lang.Double" -> "number";
			case "java.lang.String" -> "text";
			case "java.nio.file.Path" -> "path";
			case "java.util.List" -> "list";
			case "java.util.Map" -> "by name: " + unit(type.substring(type.indexOf(',') + 1, type.length() - 1));
			default -> unit(ClassUtils.resolveClassName(name, ConfigurationPage.class.getClassLoader()));
		};
	}

	private static String unit(Class<?> type) {
		Stream<String> words = type.isEnum() ? Arrays.stream(type.getEnumConstants()).map(String::valueOf)
				: Arrays.stream(type.getRecordComponents()).map((component) -> component.getName());
		return words
			.map((word) -> word.replaceAll("(?<=[a-z])(?=[A-Z])", "-").replace('_', '-').toLowerCase(Locale.ROOT))
			.collect(Collectors.joining(", "));
	}

	private static String escaped(String text) {
		return text.replace("|", "\\|").replace("[", "\\[");
	}

	private static String text(Map<?, ?> property, String name) {
		Object value = property.get(name);
		return (value != null) ? String.valueOf(value) : "";
	}

}
