package io.github.redistiers.devservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Deletes folders that were made here.
 */
final class Folders {

	private Folders() {
	}

	/**
	 * Deletes a folder and all that is in it.
	 * @param folder the folder; nothing happens when it is absent
	 */
	static void delete(Path folder) {
		if (!Files.exists(folder)) {
			return;
		}
		try (Stream<Path> files = Files.walk(folder)) {
			for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
				Files.deleteIfExists(file);
			}
		}
		catch (IOException ex) {
			throw new IllegalStateException("The folder " + folder + " could not be deleted: " + ex, ex);
		}
	}

}
