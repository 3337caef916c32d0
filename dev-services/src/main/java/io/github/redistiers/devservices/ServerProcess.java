package io.github.redistiers.devservices;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * One run of a server program, beneath a small shell script that ends the server when
 * this JVM ends, even by {@code kill -9} in the middle of a start. A shutdown hook could
 * not.
 */
final class ServerProcess {

	static final String CONFIGURATION = "REDIS_TIERS_CONFIGURATION";

	private static final Duration SETTLING = Duration.ofSeconds(2);

	private static final String SCRIPT = script();

	private final Process supervisor;

	private final long pid;

	private ServerProcess(Process supervisor, long pid) {
		this.supervisor = supervisor;
		this.pid = pid;
	}

	/**
	 * Starts a server program.
	 * @param folder the server's folder, made when absent
	 * @param temporary whether the folder goes when this JVM dies
	 * @param configuration the text of a new configuration file; empty to keep what is
	 * there
	 * @param environment additional variables for the server alone
	 * @param command the program and its arguments
	 * @return the running program, which may not listen yet
	 */
	static ServerProcess start(Path folder, boolean temporary, String configuration, Map<String, String> environment,
			List<String> command) {
		List<String> line = new ArrayList<>(
				List.of("sh", "-c", SCRIPT, "supervise", folder.toString(), temporary ? "temporary" : "kept"));
		if (!environment.isEmpty()) {
			// by env, so that a preloaded library reaches the server and not the shell
			line.add("env");
			environment.forEach((name, value) -> line.add(name + "=" + value));
		}
		line.addAll(command);
		ProcessBuilder builder = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.DISCARD);
		builder.environment().put(CONFIGURATION, configuration);
		try {
			Process supervisor = builder.start();
			return new ServerProcess(supervisor, readPid(supervisor, folder));
		}
		catch (IOException ex) {
			throw new ServerStartException(
					"The shell 'sh' could not be started: " + ex.getMessage()
							+ ". Servers as local processes need Linux or macOS; elsewhere name servers by address.",
					ex);
		}
	}

	private static long readPid(Process supervisor, Path folder) throws IOException {
		BufferedReader output = supervisor.inputReader(StandardCharsets.UTF_8);
		String line = output.readLine();
		if (line == null) {
			throw new ServerStartException(
					"The folder " + folder + " could not be prepared. Choose one that can be written to.");
		}
		return Long.parseLong(line.trim());
	}

	long pid() {
		return this.pid;
	}

	boolean isAlive() {
		return this.supervisor.isAlive();
	}

	void signal(String name) {
		if (!isAlive()) {
			throw new IllegalStateException("The server is not running. Start it before sending SIG" + name + ".");
		}
		try {
			int status = new ProcessBuilder("sh", "-c", "kill -" + name + " " + this.pid).start().waitFor();
			if (status != 0 && !awaitEnd(SETTLING)) {
				throw new IllegalStateException("SIG" + name + " did not reach process " + this.pid + ".");
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException("Interrupted while sending SIG" + name + ".", ex);
		}
	}

	/**
	 * Waits until the server has ended.
	 * @param patience how long at most
	 * @return whether it has ended
	 */
	boolean awaitEnd(Duration patience) {
		try {
			return this.supervisor.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			return !isAlive();
		}
	}

	private static String script() {
		try (InputStream stream = ServerProcess.class.getResourceAsStream("supervise.sh")) {
			if (stream == null) {
				throw new IllegalStateException("The jar of the dev services lacks supervise.sh");
			}
			// the comments are for readers of the file, not of the process list
			return new String(stream.readAllBytes(), StandardCharsets.UTF_8).lines()
				.filter((line) -> !line.startsWith("#"))
				.collect(Collectors.joining("\n"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
