package io.github.redistiers.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierNodes;
import io.github.redistiers.devservices.RedisServer;
import org.awaitility.Awaitility;

/**
 * What the tests of a lost store do to markers, to files and with guards.
 */
final class DataLostScene {

	static final String ID = "store.data-lost";

	static final String MARKER = "app:identity:{0}";

	static final String COPY = MARKER + ":copy";

	private static final Pattern TIMES = Pattern.compile("\"(since|seen)\":\\d+");

	private static final Pattern IDENTITY = Pattern.compile("\"id\":\"([^\"]+)\"");

	private static final Set<String> OWN_FILES = Set.of("redis.conf", "server.log");

	private DataLostScene() {
	}

	/**
	 * What a process has.
	 */
	static Guard guard(RedisTier... tiers) {
		return guard(TierNodes::of, tiers);
	}

	static Guard guard(NodeDirectory directory, RedisTier... tiers) {
		return guard(GuardSettings.defaults(), directory, tiers);
	}

	static Guard guard(GuardSettings settings, NodeDirectory directory, RedisTier... tiers) {
		return guard(settings, directory, Clock.systemUTC(), tiers);
	}

	static Guard guard(GuardSettings settings, NodeDirectory directory, Clock clock, RedisTier... tiers) {
		List<RedisTier> all = List.of(tiers);
		all.forEach(DataLostScene::awaitConnection);
		return new Guard(all, List.of(GuardChecks.dataLost("app:", all)), List.of(), settings, directory, clock);
	}

	private static void awaitConnection(RedisTier tier) {
		Awaitility.await().ignoreExceptions().until(() -> {
			try (var connection = tier.connectionFactory().getConnection()) {
				return connection.ping() != null;
			}
		});
	}

	static Finding look(Guard guard) {
		return Scene.finding(guard.inspect(), ID);
	}

	/**
	 * Has a process know the store's identity, which was written an hour ago.
	 */
	static void know(Guard guard, RedisServer store) {
		look(guard);
		look(guard);
		age(store, MARKER, Duration.ofHours(1));
		look(guard);
		look(guard);
	}

	/**
	 * A marker is not relied upon while it is young, and time is the server's.
	 */
	static void age(RedisServer store, String marker, Duration age) {
		long then = Instant.now().minus(age).getEpochSecond();
		String content = Objects.toString(store.execute("GET", marker));
		store.execute("SET", marker, TIMES.matcher(content).replaceAll("\"$1\":" + then));
	}

	static String identity(RedisServer store) {
		String content = Objects.toString(store.execute("GET", MARKER));
		return IDENTITY.matcher(content).results().map((MatchResult it) -> it.group(1)).findFirst().orElseThrow();
	}

	static String abbreviatedIdentity(RedisServer store) {
		return identity(store).substring(0, 8);
	}

	static GuardSettings off() {
		return Scene.settings(GuardMode.ENFORCE, UnreachablePolicy.FAIL, Map.of(ID, FindingTreatment.OFF));
	}

	/**
	 * What a new container without its volume begins with.
	 */
	static void restartWithoutData(RedisServer server) {
		server.kill();
		deleteData(server);
		server.restart();
	}

	static void backUp(RedisServer server, Path backup) {
		server.stop();
		copy(server.dataDirectory(), backup);
		server.restart();
	}

	static void restore(RedisServer server, Path backup) {
		server.stop();
		deleteData(server);
		copy(backup, server.dataDirectory());
		server.restart();
	}

	private static void deleteData(RedisServer server) {
		for (Path file : files(server.dataDirectory(), Comparator.reverseOrder())) {
			try {
				if (!OWN_FILES.contains(file.getFileName().toString())) {
					Files.delete(file);
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	private static void copy(Path source, Path target) {
		for (Path file : files(source, Comparator.naturalOrder())) {
			try {
				Path copy = target.resolve(source.relativize(file));
				if (!OWN_FILES.contains(file.getFileName().toString()) && !Files.isDirectory(copy)) {
					Files.copy(file, copy, StandardCopyOption.REPLACE_EXISTING);
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	private static List<Path> files(Path folder, Comparator<Path> order) {
		try (Stream<Path> files = Files.walk(folder)) {
			return new ArrayList<>(files.filter((file) -> !file.equals(folder)).sorted(order).toList());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
