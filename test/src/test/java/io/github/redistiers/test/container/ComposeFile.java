package io.github.redistiers.test.container;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.springframework.boot.test.system.CapturedOutput;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Services of Docker Compose, started by Spring Boot and removed here.
 */
final class ComposeFile implements AutoCloseable {

	private final List<Path> files;

	ComposeFile(Path... files) {
		this.files = List.of(files);
	}

	/**
	 * Writes a file.
	 * @param folder a folder of the test's own, whose name becomes the project's
	 * @param services the services, as YAML under {@code services:}
	 */
	static ComposeFile of(Path folder, String services) {
		return new ComposeFile(write(folder.resolve("compose.yaml"), "services:\n" + services.indent(2)));
	}

	static Path write(Path file, String text) {
		try {
			return Files.writeString(file, text);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	StartedApplication start(String... properties) {
		return StartedApplication.start(NoContainers.class, with(properties));
	}

	void fail(CapturedOutput output, String... properties) {
		StartedApplication.fail(NoContainers.class, output, with(properties));
	}

	/**
	 * The port of this machine at which a service's server is.
	 */
	int port(String service) {
		String address = compose("port", service, "6379");
		return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1).strip());
	}

	@Override
	public void close() {
		compose("down", "--volumes", "--timeout", "0");
	}

	private String[] with(String... properties) {
		return Stream
			.concat(Stream.of(properties),
					Stream.of("spring.docker.compose.skip.in-tests=false",
							"spring.docker.compose.lifecycle-management=start-only",
							"spring.docker.compose.file="
									+ String.join(",", this.files.stream().map(Path::toString).toList())))
			.toArray(String[]::new);
	}

	private String compose(String... arguments) {
		List<String> command = new ArrayList<>(List.of("docker", "compose"));
		this.files.forEach((file) -> command.addAll(List.of("--file", file.toString())));
		command.addAll(List.of(arguments));
		try {
			Process process = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
			String output = new String(process.getInputStream().readAllBytes());
			assertThat(process.waitFor()).as(command.toString()).isZero();
			return output;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	static class NoContainers {

	}

}
