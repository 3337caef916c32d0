package io.github.redistiers.devservices;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

import org.jspecify.annotations.Nullable;

/**
 * Keeps a second server out of a data folder: two that write to one append-only file
 * destroy it, and no server notices.
 */
final class FolderLock implements AutoCloseable {

	private final FileChannel channel;

	private FolderLock(FileChannel channel) {
		this.channel = channel;
	}

	/**
	 * Takes a folder for this JVM until the lock is closed or the JVM ends.
	 * @param folder the folder; made when absent
	 * @return the lock
	 * @throws ServerStartException when another server has the folder, or it cannot be
	 * written to
	 */
	static FolderLock take(Path folder) {
		try {
			Files.createDirectories(folder);
			FileChannel channel = FileChannel.open(folder.resolve("server.lock"), StandardOpenOption.CREATE,
					StandardOpenOption.WRITE);
			if (tryLock(channel) == null) {
				channel.close();
				throw new ServerStartException("Another server has its data in " + folder
						+ ". Stop the application that started it, or choose another folder.");
			}
			return new FolderLock(channel);
		}
		catch (IOException ex) {
			throw new ServerStartException(
					"The data folder " + folder + " cannot be used: " + ex + ". Choose one that can be written to.",
					ex);
		}
	}

	private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
		try {
			return channel.tryLock();
		}
		catch (OverlappingFileLockException ex) {
			return null;
		}
	}

	@Override
	public void close() {
		try {
			this.channel.close();
		}
		catch (IOException ex) {
			throw new IllegalStateException("The lock of a data folder could not be given back: " + ex, ex);
		}
	}

}
