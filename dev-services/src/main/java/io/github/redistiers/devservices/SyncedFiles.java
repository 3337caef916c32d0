package io.github.redistiers.devservices;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * How much of each file is surely on disk, as the library of {@link UnreliableDisk} has
 * noted it.
 *
 * @param lengths in bytes; a file that is absent was never synced
 */
record SyncedFiles(Map<Path, Long> lengths) {

	/**
	 * Files of a server's folder that are not its data.
	 */
	private static final Set<String> OURS = Set.of("redis.conf", "server.log", "server.abandoned");

	static SyncedFiles read(Path journal) throws IOException {
		Map<Path, Long> lengths = new HashMap<>();
		for (String line : Files.exists(journal) ? Files.readAllLines(journal) : List.<String>of()) {
			String[] fields = line.split("\t", -1);
			Path file = Path.of(fields[2]);
			if (fields[0].equals("synced")) {
				lengths.put(file, Long.parseLong(fields[1]));
			}
			else {
				Long length = lengths.remove(Path.of(fields[1]));
				lengths.put(file, (length != null) ? length : 0);
			}
		}
		return new SyncedFiles(lengths);
	}

	/**
	 * Cuts off what was not synced.
	 * @param folder a folder that nobody writes to
	 * @return how many bytes were cut off
	 */
	long truncate(Path folder) throws IOException {
		long lost = 0;
		try (Stream<Path> files = Files.walk(folder)) {
			for (Path file : files.filter(Files::isRegularFile).toList()) {
				if (!OURS.contains(file.getFileName().toString())) {
					lost += truncate(file, this.lengths.getOrDefault(file, 0L));
				}
			}
		}
		return lost;
	}

	private static long truncate(Path file, long length) throws IOException {
		try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
			long written = channel.size();
			channel.truncate(length);
			return Math.max(0, written - length);
		}
	}

}
