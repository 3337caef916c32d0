package io.github.redistiers.shop;

import java.io.File;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;

/**
 * This JVM's class path as an application outside this build has it: every library is a
 * jar, also those that are folders of the build.
 */
final class ClassPath {

	private ClassPath() {
	}

	/**
	 * The folder with the shop's own classes.
	 */
	static Path shop() {
		return entries().stream()
			.filter((entry) -> entry.endsWith("sample-app/target/classes"))
			.findFirst()
			.orElseThrow();
	}

	/**
	 * The libraries that the shop runs with.
	 * @param folder where to put jars of what is none
	 */
	static List<Path> libraries(Path folder) throws IOException {
		List<Path> libraries = new ArrayList<>();
		for (Path entry : entries()) {
			if (Files.isRegularFile(entry)) {
				libraries.add(entry);
			}
			else if (Files.isDirectory(entry) && !entry.toString().contains("sample-app")) {
				libraries.add(jar(entry, folder.resolve("redis-tiers-" + libraries.size() + ".jar")));
			}
		}
		return libraries;
	}

	static Path jar(Path classes, Path jar) throws IOException {
		try (OutputStream file = Files.newOutputStream(jar);
				JarOutputStream output = new JarOutputStream(file);
				Stream<Path> paths = Files.walk(classes)) {
			for (Path path : paths.filter(Files::isRegularFile).toList()) {
				output.putNextEntry(new JarEntry(classes.relativize(path).toString().replace(File.separatorChar, '/')));
				Files.copy(path, output);
				output.closeEntry();
			}
		}
		return jar;
	}

	private static List<Path> entries() {
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator)).map(Path::of).toList();
	}

}
