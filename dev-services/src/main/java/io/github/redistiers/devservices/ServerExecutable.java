package io.github.redistiers.devservices;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * Which server program runs when a caller has no wish: the one that property or
 * environment names, one on the {@code PATH}, the embedded one.
 */
final class ServerExecutable {

	static final String PROPERTY = "redis-tiers.dev-services.server";

	static final String VARIABLE = "REDIS_TIERS_SERVER";

	private static final List<String> NAMES = List.of("redis-server", "valkey-server");

	private final Function<String, @Nullable String> properties;

	private final Function<String, @Nullable String> environment;

	ServerExecutable(Function<String, @Nullable String> properties, Function<String, @Nullable String> environment) {
		this.properties = properties;
		this.environment = environment;
	}

	static Path ofThisMachine() {
		return new ServerExecutable(System::getProperty, System::getenv).choose();
	}

	Path choose() {
		return named("property " + PROPERTY, this.properties.apply(PROPERTY))
			.or(() -> named("environment variable " + VARIABLE, this.environment.apply(VARIABLE)))
			.or(this::onPath)
			.orElseGet(EmbeddedBinary::path);
	}

	static Path checked(String source, Path path) {
		if (Files.isDirectory(path) || !Files.isExecutable(path)) {
			throw new ServerStartException("The " + source + " names " + path
					+ ", which cannot be executed. Set it to the path of a redis-server or valkey-server program.");
		}
		return path;
	}

	private Optional<Path> named(String source, @Nullable String value) {
		return (value == null || value.isBlank()) ? Optional.empty() : Optional.of(checked(source, Path.of(value)));
	}

	private Optional<Path> onPath() {
		String path = this.environment.apply("PATH");
		List<String> folders = (path != null) ? Arrays.asList(path.split(File.pathSeparator)) : List.of();
		return NAMES.stream()
			.flatMap((name) -> folders.stream()
				.filter((folder) -> !folder.isEmpty())
				.map((folder) -> Path.of(folder, name)))
			.filter((candidate) -> Files.isExecutable(candidate) && !Files.isDirectory(candidate))
			.findFirst();
	}

}
