package io.github.redistiers.devservices;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Kills a JVM that starts servers, and waits until nothing of them is left: neither a
 * process nor a folder.
 */
class JvmDeathFaultTests {

	private static final Duration PATIENCE = Duration.ofSeconds(60);

	@TempDir
	Path folder = Path.of("");

	private Path temporary = Path.of("");

	private final List<Process> jvms = new ArrayList<>();

	@BeforeEach
	void makeTemporaryFolder() throws IOException {
		this.temporary = Files.createDirectory(this.folder.resolve("tmp"));
	}

	@AfterEach
	void killJvms() {
		this.jvms.forEach(Process::destroyForcibly);
	}

	@Test
	void endsTheServersOfAKilledJvm() throws IOException {
		Process jvm = startJvm();
		BufferedReader output = jvm.inputReader(StandardCharsets.UTF_8);
		String line = output.readLine();
		while (line != null && !line.startsWith("started ")) {
			line = output.readLine();
		}
		assertThat(line).isNotNull();
		assertThat(processes()).isNotEmpty();
		jvm.destroyForcibly();
		awaitNothingLeft();
	}

	@ParameterizedTest
	@ValueSource(ints = { 1, 2, 3, 5, 9 })
	void leavesNothingWhateverTheMomentOfDeath(int lines) throws IOException {
		Process jvm = startJvm();
		BufferedReader output = jvm.inputReader(StandardCharsets.UTF_8);
		for (int i = 0; i < lines; i++) {
			assertThat(output.readLine()).isNotNull();
		}
		jvm.destroyForcibly();
		awaitNothingLeft();
	}

	@Test
	void leavesNothingOfAServerOfWhoseStartNobodyHears() throws IOException {
		Path mayStart = this.folder.resolve("may-start");
		program("bin/mkdir", "until [ -e '" + mayStart + "' ]; do sleep 0.01; done\nexec /bin/mkdir \"$@\"");
		Path script = this.folder.resolve("supervise.sh");
		try (InputStream content = ServerProcess.class.getResourceAsStream("supervise.sh")) {
			Files.copy(Objects.requireNonNull(content), script);
		}
		ProcessBuilder builder = new ProcessBuilder("sh", script.toString(),
				this.temporary.resolve("redis-tiers-unheard").toString(), "temporary", "tail", "-f", "/dev/null")
			.redirectError(ProcessBuilder.Redirect.DISCARD);
		builder.environment().merge("PATH", this.folder.resolve("bin").toString(), (path, own) -> own + ":" + path);
		Process supervisor = builder.start();
		this.jvms.add(supervisor);
		supervisor.getInputStream().close();
		supervisor.getOutputStream().close();
		Files.createFile(mayStart);
		awaitNothingLeft();
	}

	@Test
	void endsAServerThatWasHalfWayThroughItsStart() throws IOException {
		Path program = slowProgram("exec tail -f /dev/null \"$@\"");
		Process jvm = startJvm(program.toString());
		await().atMost(PATIENCE).until(() -> Files.exists(this.folder.resolve("running")));
		assertThat(processes()).isNotEmpty();
		jvm.destroyForcibly();
		awaitNothingLeft();
	}

	@Test
	void endsAServerThatIsPaused() throws IOException {
		Path program = slowProgram("kill -STOP $$");
		Process jvm = startJvm(program.toString());
		await().atMost(PATIENCE).until(() -> Files.exists(this.folder.resolve("running")));
		jvm.destroyForcibly();
		awaitNothingLeft();
	}

	private void awaitNothingLeft() {
		await().atMost(PATIENCE).untilAsserted(() -> {
			assertThat(processes()).isEmpty();
			assertThat(this.temporary).isEmptyDirectory();
		});
	}

	// a program that never listens
	private Path slowProgram(String command) throws IOException {
		return program("slow-server", ": >'" + this.folder.resolve("running") + "'\n" + command);
	}

	private Path program(String name, String script) throws IOException {
		Path program = this.folder.resolve(name);
		Files.createDirectories(program.getParent());
		Files.writeString(program, "#!/bin/sh\n" + script + "\n");
		assertThat(program.toFile().setExecutable(true)).isTrue();
		return program;
	}

	private Process startJvm(String... arguments) throws IOException {
		List<String> command = new ArrayList<>(
				List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx128m",
						"-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + this.temporary, "-cp",
						System.getProperty("java.class.path"), EndlessServers.class.getName()));
		command.addAll(List.of(arguments));
		Process jvm = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
		this.jvms.add(jvm);
		return jvm;
	}

	// supervisors and servers name their folder on their command lines
	private List<String> processes() {
		try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
			return all.map((process) -> process.info().commandLine().orElse(""))
				.filter((line) -> line.contains(this.temporary.resolve("redis-tiers-").toString()))
				.toList();
		}
	}

}
