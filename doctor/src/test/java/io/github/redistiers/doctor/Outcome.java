package io.github.redistiers.doctor;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What the doctor said, and its exit code.
 */
record Outcome(int exitCode, String out, String err) {

	static Outcome of(String... arguments) {
		return of(Map.of(), "", arguments);
	}

	static Outcome of(Map<String, String> environment, String typed, String... arguments) {
		ByteArrayOutputStream out = new ByteArrayOutputStream();
		ByteArrayOutputStream err = new ByteArrayOutputStream();
		int exitCode = Doctor.run(arguments, environment,
				new ByteArrayInputStream(typed.getBytes(StandardCharsets.UTF_8)), new PrintStream(out, true),
				new PrintStream(err, true));
		return new Outcome(exitCode, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8))
			.withoutTraces();
	}

	/**
	 * In a JVM of its own, as somebody starts it from a shell.
	 */
	static Outcome ofProcess(Path folder, Map<String, String> environment, String... arguments)
			throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(
				List.of(ProcessHandle.current().info().command().orElseThrow(), "-Xmx256m", "-XX:TieredStopAtLevel=1",
						"--class-path", System.getProperty("java.class.path", ""), Doctor.class.getName()));
		command.addAll(List.of(arguments));
		File out = folder.resolve("out").toFile();
		File err = folder.resolve("err").toFile();
		ProcessBuilder builder = new ProcessBuilder(command).redirectOutput(out).redirectError(err);
		builder.environment().putAll(environment);
		int exitCode = builder.start().waitFor();
		return new Outcome(exitCode, Files.readString(out.toPath()), Files.readString(err.toPath())).withoutTraces();
	}

	private Outcome withoutTraces() {
		assertThat(this.out + this.err).doesNotContain("\tat ", "Exception", "SLF4J", "secret");
		return this;
	}

	JsonNode json() {
		return JsonMapper.shared().readTree(this.out);
	}

	/**
	 * The ids of the findings of the document that have a verdict.
	 */
	List<String> ids(String verdict) {
		List<String> ids = new ArrayList<>();
		for (JsonNode finding : json().get("findings")) {
			if (finding.get("verdict").asString().equals(verdict)) {
				ids.add(finding.get("id").asString());
			}
		}
		return ids;
	}

}
