package io.github.redistiers.devservices;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A file system of some megabytes in memory, which is soon full: for
 * {@link RedisServerBuilder#dataDirectory}. Its syncs take no time.
 * <p>
 * Needs Linux and root, who may mount.
 *
 * @since 0.1.0
 */
public final class SmallDisk implements AutoCloseable {

	private static final String ADVICE = "Small disks need Linux and root.";

	private static final int CHUNK = 64 * 1024;

	private final Path path;

	private final Path filler;

	private SmallDisk(Path path) {
		this.path = path;
		this.filler = path.resolve("filler");
	}

	/**
	 * Makes a disk.
	 * @param megabytes how much it holds
	 * @return an empty disk
	 * @throws ServerStartException when this process may not mount
	 */
	public static SmallDisk mount(int megabytes) {
		try {
			Path path = Files.createTempDirectory("redis-tiers-small-disk-").toRealPath();
			try {
				SystemCommand.run(ADVICE, "mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs",
						path.toString());
			}
			catch (RuntimeException ex) {
				Files.delete(path);
				throw ex;
			}
			return new SmallDisk(path);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Where the disk is.
	 * @return a folder
	 */
	public Path path() {
		return this.path;
	}

	/**
	 * Fills the disk to its last page, whatever else is written to it meanwhile.
	 */
	public void fill() {
		for (int size = CHUNK; size > 0; size /= 2) {
			append(new byte[size]);
		}
	}

	private void append(byte[] chunk) {
		try (OutputStream out = Files.newOutputStream(this.filler, StandardOpenOption.CREATE,
				StandardOpenOption.APPEND)) {
			while (true) {
				out.write(chunk);
			}
		}
		catch (IOException ex) {
			if (!String.valueOf(ex.getMessage()).contains("No space left")) {
				throw new UncheckedIOException(ex);
			}
		}
	}

	/**
	 * Ends {@link #fill()}.
	 */
	public void free() {
		try {
			Files.deleteIfExists(this.filler);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Removes the disk and all that is on it. Servers that use it are closed before.
	 */
	@Override
	public void close() {
		SystemCommand.run(ADVICE, "umount", this.path.toString());
		Folders.delete(this.path);
	}

}
