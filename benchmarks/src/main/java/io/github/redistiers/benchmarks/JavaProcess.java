package io.github.redistiers.benchmarks;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Another JVM on the class path of this one. It is told things line by line, answers line
 * by line, and ends when its input does, so that it never outlives this one.
 */
final class JavaProcess implements AutoCloseable {

	private final Process process;

	private final BufferedReader reader;

	private final BufferedWriter writer;

	private final StringBuilder output = new StringBuilder();

	private JavaProcess(Process process) {
		this.process = process;
		this.reader = process.inputReader(StandardCharsets.UTF_8);
		this.writer = process.outputWriter(StandardCharsets.UTF_8);
	}

	static JavaProcess launch(Class<?> main, List<String> arguments) throws IOException {
		return launchWithout(Set.of(), main, arguments);
	}

	/**
	 * Launches a JVM that lacks some libraries.
	 * @param absent a class of each folder or jar to leave out
	 * @param main what to run
	 * @param arguments its arguments
	 */
	static JavaProcess launchWithout(Set<Class<?>> absent, Class<?> main, List<String> arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m", "-cp",
						classPathWithout(absent), main.getName()));
		command.addAll(arguments);
		return new JavaProcess(new ProcessBuilder(command).redirectErrorStream(true).start());
	}

	void tell(String line) throws IOException {
		this.writer.write(line);
		this.writer.newLine();
		this.writer.flush();
	}

	/**
	 * Waits for a line, whatever else is printed before it.
	 * @param mark what the line begins with
	 * @return the rest of the line
	 */
	String await(String mark) throws IOException {
		String line = this.reader.readLine();
		while (line != null && !line.startsWith(mark)) {
			this.output.append(line).append('\n');
			line = this.reader.readLine();
		}
		if (line == null) {
			throw new IllegalStateException("The process ended without a word of '" + mark + "':\n" + this.output);
		}
		return line.substring(mark.length());
	}

	@Override
	public void close() throws IOException {
		this.process.getOutputStream().close();
		this.process.destroy();
		this.process.onExit().join();
	}

	private static String classPathWithout(Set<Class<?>> absent) {
		Set<Path> left = absent.stream().map(JavaProcess::home).collect(Collectors.toSet());
		return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
			.filter((entry) -> !left.contains(Path.of(entry).toAbsolutePath().normalize()))
			.collect(Collectors.joining(File.pathSeparator));
	}

	private static Path home(Class<?> type) {
		try {
			return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
		}
		catch (Exception ex) {
			throw new IllegalStateException("Nothing says where %s comes from".formatted(type), ex);
		}
	}

}
