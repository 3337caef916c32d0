package io.github.redistiers.devservices;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The server generations that Redis Tiers supports and tests.
 *
 * @since 0.1.0
 */
public enum ServerGeneration {

	/**
	 * Redis 6.2, the floor. Its binary comes with the dependency
	 * {@code com.github.codemonstur:embedded-redis}.
	 */
	REDIS_6_2("redis_version:6.2.", null),

	/**
	 * Redis 7.0.
	 */
	REDIS_7_0("redis_version:7.0.", "REDIS_7_0"),

	/**
	 * Redis 8.0.
	 */
	REDIS_8_0("redis_version:8.0.", "REDIS_8_0"),

	/**
	 * Valkey 8.1, whose {@code redis_version} is that of the Redis it came from.
	 */
	VALKEY_8_1("valkey_version:8.1.", "VALKEY_8_1");

	private static final String UNDER_TEST = "redis-tiers.test.generations";

	private final String marker;

	private final @Nullable String variable;

	ServerGeneration(String marker, @Nullable String variable) {
		this.marker = marker;
		this.variable = variable;
	}

	/**
	 * The server program of this generation.
	 * @return an executable file
	 * @throws ServerStartException when there is none; it names the environment variable
	 * to set
	 */
	public Path executable() {
		if (this.variable == null) {
			return EmbeddedBinary.path();
		}
		String value = System.getenv(this.variable);
		if (value == null || value.isBlank()) {
			throw new ServerStartException("There is no server of generation " + this
					+ ". Set the environment variable " + this.variable + " to the path of its server program.");
		}
		Path path = Path.of(value);
		if (!Files.isExecutable(path)) {
			throw new ServerStartException("The environment variable " + this.variable + " names " + path
					+ ", which cannot be executed. Set it to the path of the server program of generation " + this
					+ ".");
		}
		return path;
	}

	/**
	 * Whether a server is of this generation.
	 * @param info its reply to {@code INFO}
	 * @return whether it is
	 */
	public boolean matches(String info) {
		return info.lines().anyMatch((line) -> line.startsWith(this.marker));
	}

	/**
	 * The generations that tests run on: the system property
	 * {@code redis-tiers.test.generations}, separated by commas, else {@link #REDIS_6_2}
	 * alone.
	 * @return at least one generation, in the given order
	 * @throws IllegalArgumentException when the property holds an unknown name
	 */
	public static List<ServerGeneration> underTest() {
		String names = System.getProperty(UNDER_TEST, "");
		List<ServerGeneration> generations = Arrays.stream(names.split(","))
			.map(String::trim)
			.filter((name) -> !name.isEmpty())
			.map(ServerGeneration::named)
			.toList();
		return generations.isEmpty() ? List.of(REDIS_6_2) : generations;
	}

	private static ServerGeneration named(String name) {
		return Arrays.stream(values())
			.filter((generation) -> generation.name().equals(name))
			.findFirst()
			.orElseThrow(() -> new IllegalArgumentException("The system property " + UNDER_TEST + " holds '" + name
					+ "'. Use names of " + Arrays.toString(values()) + ", separated by commas."));
	}

}
