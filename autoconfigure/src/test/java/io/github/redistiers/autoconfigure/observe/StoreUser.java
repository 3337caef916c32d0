package io.github.redistiers.autoconfigure.observe;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerBuilder;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;

/**
 * As whom an application and its guard connect to the store.
 */
enum StoreUser {

	/** Who may do everything but empty the server. */
	DEFAULT,

	/** An application's user of {@code docs/servers/users.conf}. */
	SHOP,

	/** Who only looks, of the same file: probes and monitoring. */
	GUARD;

	static final String PASSWORD = "known-to-the-scene";

	private static final Path DOCS = Path.of("..", "docs", "servers");

	/**
	 * Whether what only CONFIG GET tells is told.
	 */
	boolean maySeeSettings() {
		return this == DEFAULT;
	}

	/**
	 * Whether it may write the application's keys.
	 */
	boolean mayWrite() {
		return this != GUARD;
	}

	/**
	 * A store that lets nobody in without this user's password.
	 */
	RedisServer start(ServerGeneration generation, UnaryOperator<RedisServerBuilder> settings) {
		RedisServerBuilder builder = settings
			.apply(addTo(RedisServer.builder().generation(generation).preset(ServerPreset.STORE), generation));
		if (this == DEFAULT) {
			RedisServer server = builder.password(PASSWORD).start();
			// which its configuration file has as a user's
			server.execute("CONFIG", "SET", "requirepass", PASSWORD);
			return server;
		}
		RedisServer server = builder.start();
		server.execute("ACL", "SETUSER", "default", "off");
		return server;
	}

	/**
	 * Makes the user known to a server beside others.
	 */
	RedisServerBuilder addTo(RedisServerBuilder server, ServerGeneration generation) {
		return (this == DEFAULT) ? server : server.user(userName(), PASSWORD, rules(generation));
	}

	String userName() {
		return name().toLowerCase(Locale.ROOT);
	}

	private String[] rules(ServerGeneration generation) {
		Path file = DOCS.resolve((generation == ServerGeneration.REDIS_6_2) ? "users-6.2.conf" : "users.conf");
		try {
			return Files.readAllLines(file)
				.stream()
				.filter((line) -> line.startsWith("user " + userName() + " on "))
				// the words before the rules are: user, name, on, hash
				.flatMap((line) -> Stream.of(line.split(" ")).skip(4))
				.toArray(String[]::new);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
