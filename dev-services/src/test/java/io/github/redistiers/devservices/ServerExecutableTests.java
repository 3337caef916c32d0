package io.github.redistiers.devservices;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ServerExecutableTests {

	@TempDir
	Path folder = Path.of("");

	private final Map<String, String> properties = new HashMap<>();

	private final Map<String, String> environment = new HashMap<>();

	@Test
	void takesThePropertyBeforeAllElse() throws IOException {
		this.properties.put("redis-tiers.dev-services.server", program("by-property").toString());
		this.environment.put("REDIS_TIERS_SERVER", program("by-environment").toString());
		program("redis-server");
		this.environment.put("PATH", this.folder.toString());
		assertThat(choose()).hasFileName("by-property");
	}

	@Test
	void takesTheEnvironmentVariableBeforeThePath() throws IOException {
		this.environment.put("REDIS_TIERS_SERVER", program("by-environment").toString());
		program("redis-server");
		this.environment.put("PATH", this.folder.toString());
		assertThat(choose()).hasFileName("by-environment");
	}

	@Test
	void takesRedisBeforeValkeyOnThePath() throws IOException {
		program("valkey-server");
		program("redis-server");
		this.environment.put("PATH", "/no/such/folder::" + this.folder);
		assertThat(choose()).hasFileName("redis-server");
	}

	@Test
	void takesValkeyOnThePath() throws IOException {
		program("valkey-server");
		this.environment.put("PATH", this.folder.toString());
		assertThat(choose()).hasFileName("valkey-server");
	}

	@Test
	void takesTheEmbeddedProgramLast() {
		this.environment.put("PATH", this.folder.toString());
		assertThat(choose()).isEqualTo(ServerGeneration.REDIS_6_2.executable()).isExecutable();
	}

	@Test
	void refusesANamedProgramThatCannotRun() {
		this.properties.put("redis-tiers.dev-services.server", this.folder.resolve("none").toString());
		assertThatExceptionOfType(ServerStartException.class).isThrownBy(this::choose)
			.withMessageContaining("redis-tiers.dev-services.server")
			.withMessageContaining("cannot be executed");
	}

	private Path choose() {
		return new ServerExecutable(this.properties::get, this.environment::get).choose();
	}

	private Path program(String name) throws IOException {
		Path program = Files.writeString(this.folder.resolve(name), "#!/bin/sh\n");
		assertThat(program.toFile().setExecutable(true)).isTrue();
		return program;
	}

}
