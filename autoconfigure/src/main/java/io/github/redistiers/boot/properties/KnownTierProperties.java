package io.github.redistiers.boot.properties;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.springframework.boot.json.JsonParserFactory;

/**
 * The names under {@code redis-tiers}, as this jar's own configuration metadata lists
 * them. Names are compared in uniform form, without dashes and in lower case.
 */
final class KnownTierProperties {

	static final String ROOT = "redistiers";

	/** The build's own settings for tests, which are no properties of an application. */
	private static final String TESTS = ROOT + ".test.";

	static final String METADATA = "META-INF/spring-configuration-metadata.json";

	/** From uniform to canonical. */
	private final Map<String, String> names = new TreeMap<>();

	/** Uniform names of maps, each with a dot: anything may follow. */
	private final List<String> maps = new ArrayList<>();

	KnownTierProperties(Map<String, Object> metadata) {
		if (metadata.get("properties") instanceof List<?> properties) {
			properties.forEach(this::add);
		}
	}

	/**
	 * Reads the metadata beside this class: asking the class path for all metadata would
	 * open each of its jars.
	 */
	static KnownTierProperties ofThisJar() {
		String self = KnownTierProperties.class.getName().replace('.', '/') + ".class";
		URL location = KnownTierProperties.class.getResource("/" + self);
		String path = (location != null) ? location.toString() : "";
		if (!path.endsWith(self)) {
			return new KnownTierProperties(Map.of());
		}
		URI metadata = URI.create(path.substring(0, path.length() - self.length()) + METADATA);
		try (InputStream in = metadata.toURL().openStream()) {
			return new KnownTierProperties(
					JsonParserFactory.getJsonParser().parseMap(new String(in.readAllBytes(), StandardCharsets.UTF_8)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException("This jar lacks its configuration metadata", ex);
		}
	}

	boolean isEmpty() {
		return this.names.isEmpty();
	}

	/**
	 * Whether a name exists.
	 * @param name the name in uniform form
	 * @param variable whether it comes from an environment variable, in which a dot may
	 * stand for a dash
	 */
	boolean contains(String name, boolean variable) {
		return this.names.containsKey(name) || name.startsWith(TESTS)
				|| this.maps.stream().anyMatch((map) -> name.startsWith(map) || map.equals(name + "."))
				|| (variable && this.names.keySet().stream().anyMatch((known) -> isSameVariable(known, name)));
	}

	/**
	 * The name that takes the fewest changes, if few enough for a slip of the keyboard.
	 * @param name the name in uniform form
	 */
	Optional<String> nearestTo(String name) {
		int limit = Math.max(2, (name.length() - ROOT.length()) / 4);
		return this.names.keySet()
			.stream()
			.filter((known) -> EditDistance.between(known, name) <= limit)
			.min(Comparator.comparingInt((known) -> EditDistance.between(known, name)))
			.map(this.names::get);
	}

	private void add(Object property) {
		if (property instanceof Map<?, ?> map && map.get("name") instanceof String name) {
			String uniform = name.replace("-", "");
			if (uniform.startsWith(ROOT + ".")) {
				this.names.put(uniform, name);
				if (String.valueOf(map.get("type")).startsWith(Map.class.getName())) {
					this.maps.add(uniform + ".");
				}
			}
		}
	}

	private static boolean isSameVariable(String known, String name) {
		return known.replace(".", "").equals(name.replace(".", ""));
	}

}
