package io.github.redistiers.devservices;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One server for each preset that serve an application during development, started when
 * first asked for. They live as long as this JVM, so that an application that is
 * restarted within it finds its data.
 *
 * @since 0.1.0
 */
public final class DevelopmentServers {

	private static final Logger logger = LoggerFactory.getLogger(DevelopmentServers.class);

	private static final Map<Wish, DevelopmentServers> OF_THIS_JVM = new HashMap<>();

	private final Wish wish;

	private final Map<ServerPreset, RedisServer> servers = new EnumMap<>(ServerPreset.class);

	private DevelopmentServers(Wish wish) {
		this.wish = wish;
	}

	/**
	 * The servers of this JVM.
	 * @param executable the server program; null for the one of this machine
	 * @param dataDirectory the folder that keeps the servers' data, in a folder each;
	 * null when it may go with this JVM
	 * @return the same servers for the same arguments
	 */
	public static DevelopmentServers ofThisJvm(@Nullable Path executable, @Nullable Path dataDirectory) {
		synchronized (OF_THIS_JVM) {
			return OF_THIS_JVM.computeIfAbsent(new Wish(executable, dataDirectory), DevelopmentServers::new);
		}
	}

	/**
	 * A running server with a preset's configuration. One that has died is started again
	 * on its data.
	 * @param preset the preset
	 * @return the running server
	 * @throws ServerStartException when it cannot be started
	 */
	public synchronized RedisServer get(ServerPreset preset) {
		RedisServer known = this.servers.get(preset);
		if (known == null) {
			known = start(preset);
			this.servers.put(preset, known);
		}
		else if (!known.isRunning()) {
			known.restart();
		}
		return known;
	}

	private RedisServer start(ServerPreset preset) {
		RedisServerBuilder builder = RedisServer.builder().preset(preset);
		Path executable = this.wish.executable();
		if (executable != null) {
			builder.executable(executable);
		}
		Path parent = this.wish.dataDirectory();
		if (parent != null) {
			builder.dataDirectory(parent.resolve(preset.folder()));
		}
		RedisServer server = builder.start();
		logger.info("Started a {} server for development at {}, since no address is configured; its data {}",
				preset.folder(), server.address(),
				(parent != null) ? "stays in " + server.dataDirectory() : "goes with this JVM");
		return server;
	}

	private record Wish(@Nullable Path executable, @Nullable Path dataDirectory) {
	}

}
