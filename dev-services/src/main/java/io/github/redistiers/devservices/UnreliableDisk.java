package io.github.redistiers.devservices;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * A disk that can be slow, break or lose its power, for the servers that are started on
 * it: a small library, preloaded into them, stands before their syncs. All faults are of
 * all its servers.
 *
 * <pre class="code">
 * try (UnreliableDisk disk = UnreliableDisk.create();
 * 		RedisServer server = RedisServer.builder().preset(ServerPreset.STORE).disk(disk).start()) {
 * 	disk.delaySyncs(Duration.ofMillis(2));
 * 	// ...
 * 	disk.cutPower(server);
 * 	server.restart();
 * }
 * </pre>
 *
 * Needs Linux and {@code gcc}, which compiles the library into a temporary folder.
 * <p>
 * Safe for use by several threads.
 *
 * @since 0.1.0
 */
public final class UnreliableDisk implements AutoCloseable {

	static final String VARIABLE = "REDIS_TIERS_DISK";

	private static final String SOURCE = "unreliable-disk.c";

	private final Path folder;

	private UnreliableDisk(Path folder) {
		this.folder = folder;
	}

	/**
	 * Makes a disk without any fault.
	 * @return the disk
	 * @throws ServerStartException when the library cannot be compiled
	 */
	public static UnreliableDisk create() {
		try {
			UnreliableDisk disk = new UnreliableDisk(Files.createTempDirectory("redis-tiers-disk-").toRealPath());
			disk.compile();
			return disk;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void compile() throws IOException {
		Path source = this.folder.resolve(SOURCE);
		try (InputStream text = UnreliableDisk.class.getResourceAsStream(SOURCE)) {
			if (text == null) {
				throw new IllegalStateException("The jar of the dev services lacks " + SOURCE);
			}
			Files.copy(text, source);
		}
		SystemCommand.run("Install gcc, on Linux.", "gcc", "-shared", "-fPIC", "-O2", "-Wall", "-Werror", "-o",
				library().toString(), source.toString(), "-ldl");
	}

	/**
	 * The library to preload.
	 */
	Path library() {
		return this.folder.resolve("unreliable-disk.so");
	}

	/**
	 * The folder through which the library is told.
	 */
	Path folder() {
		return this.folder;
	}

	/**
	 * Lets every sync wait before it begins.
	 * @param delay how long, in whole milliseconds; zero ends it
	 */
	public void delaySyncs(Duration delay) {
		set("slow", delay.isZero() ? "" : String.valueOf(delay.toMillis()));
	}

	/**
	 * Lets every sync fail with an input/output error, until {@link #repair()}. A server
	 * that syncs {@code always} ends itself by this; others refuse writes until their log
	 * is begun anew, some of them even then.
	 */
	public void failSyncs() {
		set("broken", "yes");
	}

	/**
	 * Ends {@link #failSyncs()}.
	 */
	public void repair() {
		set("broken", "");
	}

	/**
	 * Kills a server and takes from its files what was not surely on disk: the worst that
	 * a power cut leaves. {@link RedisServer#restart()} then shows what is left. The
	 * server has had a folder of its own, and was started on this disk with nothing in
	 * it.
	 * @param server a server that runs on this disk
	 * @return how many bytes were lost
	 */
	public long cutPower(RedisServer server) {
		server.kill();
		try {
			return SyncedFiles.read(this.folder.resolve("journal")).truncate(server.dataDirectory().toRealPath());
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Deletes the library. Servers that run on the disk go on without faults.
	 */
	@Override
	public void close() {
		Folders.delete(this.folder);
	}

	// a server sees all of it or nothing
	private void set(String name, String value) {
		Path file = this.folder.resolve(name);
		try {
			if (value.isEmpty()) {
				Files.deleteIfExists(file);
				return;
			}
			Path written = Files.writeString(this.folder.resolve(name + ".new"), value);
			Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
