package io.github.redistiers.devservices;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * The Redis 6.2 program inside the {@code embedded-redis} jar, unpacked once for each
 * user.
 */
final class EmbeddedBinary {

	private static @Nullable Path known;

	private EmbeddedBinary() {
	}

	static synchronized Path path() {
		if (known == null || !Files.isExecutable(known)) {
			known = find();
		}
		return known;
	}

	private static Path find() {
		String name = resourceName();
		URL resource = EmbeddedBinary.class.getClassLoader().getResource(name);
		if (resource == null) {
			throw new ServerStartException("The Redis program " + name
					+ " is not on the class path. Add com.github.codemonstur:embedded-redis, or install redis-server.");
		}
		try {
			return unpacked(resource, name);
		}
		catch (IOException ex) {
			throw new ServerStartException("The Redis program " + name + " could not be unpacked: " + ex
					+ ". Make the folder writable, or install redis-server.", ex);
		}
	}

	private static Path unpacked(URL resource, String name) throws IOException {
		Path folder = Files.createDirectories(cacheFolder());
		Path target = folder.resolve(name);
		long size = resource.openConnection().getContentLengthLong();
		if (Files.isExecutable(target) && Files.size(target) == size) {
			return target;
		}
		Path partial = Files.createTempFile(folder, name, ".part");
		try (InputStream content = resource.openStream()) {
			Files.copy(content, partial, StandardCopyOption.REPLACE_EXISTING);
			if (!partial.toFile().setExecutable(true)) {
				throw new IOException("cannot make " + partial + " executable");
			}
			// other processes see either no file or the whole one
			Files.move(partial, target, StandardCopyOption.ATOMIC_MOVE);
		}
		finally {
			Files.deleteIfExists(partial);
		}
		return target;
	}

	private static Path cacheFolder() throws IOException {
		String cache = System.getenv("XDG_CACHE_HOME");
		Path home = Path.of(System.getProperty("user.home", "."));
		Path parent = isPath(cache) ? Path.of(cache) : home.resolve(".cache");
		boolean writable = Files.isWritable(Files.exists(parent) ? parent : home);
		// never a guessable name in a folder that others can write to
		return writable ? parent.resolve("redis-tiers") : Files.createTempDirectory("redis-tiers-program-");
	}

	private static boolean isPath(@Nullable String value) {
		return value != null && !value.isBlank();
	}

	private static String resourceName() {
		String system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
		String machine = System.getProperty("os.arch", "").toLowerCase(Locale.ROOT);
		boolean arm = machine.equals("aarch64") || machine.equals("arm64");
		boolean intel = machine.equals("amd64") || machine.equals("x86_64");
		if (system.startsWith("linux") && (arm || intel)) {
			return arm ? "redis-server-6.2.7-linux-arm64" : "redis-server-6.2.6-v5-linux-amd64";
		}
		if (system.startsWith("mac") && (arm || intel)) {
			return arm ? "redis-server-6.2.6-v5-darwin-arm64" : "redis-server-6.2.6-v5-darwin-amd64";
		}
		throw new ServerStartException("There is no Redis 6.2 program for " + system + " on " + machine
				+ ". Install redis-server, or name a server by redis-tiers.cache.url and redis-tiers.store.url.");
	}

}
