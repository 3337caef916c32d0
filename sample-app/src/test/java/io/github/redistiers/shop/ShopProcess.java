package io.github.redistiers.shop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The shop in a JVM of its own, as somebody starts it from a shell.
 */
final class ShopProcess implements AutoCloseable {

	private static final Duration PATIENCE = Duration.ofMinutes(4);

	private static final Pattern PORT = Pattern.compile("Tomcat started on port (\\d+)");

	private final Process process;

	private final Path log;

	private ShopProcess(Process process, Path log) {
		this.process = process;
		this.log = log;
	}

	static ShopProcess start(Path folder, Map<String, String> environment, String... arguments) {
		List<String> command = new ArrayList<>(
				List.of(ProcessHandle.current().info().command().orElseThrow(), "-Xmx256m", "-XX:TieredStopAtLevel=1"));
		command.addAll(List.of(arguments));
		Path log = folder.resolve("shop.log");
		ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile())
			.redirectErrorStream(true)
			.redirectOutput(log.toFile());
		builder.environment().putAll(environment);
		builder.environment().put("SERVER_PORT", "0");
		try {
			return new ShopProcess(builder.start(), log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * Waits for the shop's n-th start within its JVM.
	 */
	Visitor open(int starts) {
		await(starts, Pattern.compile("Started ShopApplication"));
		await(starts, Pattern.compile("Filled the catalogue"));
		return new Visitor("http://localhost:" + await(starts, PORT).get(starts - 1));
	}

	/**
	 * Waits for the end of the shop.
	 */
	int end() {
		Awaitility.await().atMost(PATIENCE).until(() -> !this.process.isAlive());
		return this.process.exitValue();
	}

	String log() {
		try {
			return Files.readString(this.log);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private List<String> await(int times, Pattern pattern) {
		return Awaitility.await()
			.atMost(PATIENCE)
			.failFast("The shop has ended", () -> assertThat(this.process.isAlive()).as(log()).isTrue())
			.until(() -> find(pattern), (found) -> found.size() >= times);
	}

	private List<String> find(Pattern pattern) {
		Matcher matcher = pattern.matcher(log());
		List<String> found = new ArrayList<>();
		while (matcher.find()) {
			found.add(matcher.group(matcher.groupCount()));
		}
		return found;
	}

	@Override
	public void close() {
		this.process.destroyForcibly();
	}

}
