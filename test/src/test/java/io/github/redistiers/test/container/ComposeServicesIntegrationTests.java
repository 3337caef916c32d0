package io.github.redistiers.test.container;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Services of Docker Compose: which tier each becomes, and that none becomes the wrong
 * one.
 */
@Tag("containers")
@ExtendWith(OutputCaptureExtension.class)
class ComposeServicesIntegrationTests {

	private static final String CACHE = """
			cache:
			  image: redis:8.0
			  ports: [ "6379" ]
			  labels: { org.springframework.boot.service-connection: redis-tiers-cache }
			""";

	private static final String STORE = """
			store:
			  image: valkey/valkey:8.1
			  ports: [ "6379" ]
			  command: [ sh, -c, "exec valkey-server --requirepass $$VALKEY_PASSWORD --protected-mode no --bind '* -::*'" ]
			  environment: { VALKEY_PASSWORD: of-the-store }
			  labels: [ "org.springframework.boot.service-connection=redis-tiers-store" ]
			""";

	private static final String PLAIN = """
			plain:
			  image: redis:8.0
			  ports: [ "6379" ]
			""";

	@TempDir
	private Path folder;

	@Test
	void becomeTheTiersThatTheirLabelsNameAndAreWarnedOf(CapturedOutput output) {
		try (ComposeFile compose = ComposeFile.of(this.folder, CACHE + STORE);
				StartedApplication application = compose.start()) {
			assertThat(application.cachePort()).isEqualTo(compose.port("cache"));
			assertThat(application.storePort()).isEqualTo(compose.port("store"));
			assertThat(application.connections()).isEqualTo(2);
			assertThat(application.hasContainerOfSpringBoot()).isFalse();
			application.store().opsForValue().set("key", "store");
			application.cache().opsForValue().set("key", "cache", Duration.ofMinutes(1));
			assertThat(application.store().opsForValue().get("key")).isEqualTo("store");
			assertThat(application.cache().opsForValue().get("key")).isEqualTo("cache");
			assertThat(output).contains("What the guard found to be mended")
				.contains("store.aof")
				.contains("cache.maxmemory")
				.doesNotContain("of-the-store");
		}
	}

	@Test
	void leaveTheStoreToAServiceWithoutALabel() {
		try (ComposeFile compose = ComposeFile.of(this.folder, CACHE + PLAIN);
				StartedApplication application = compose.start()) {
			assertThat(application.cachePort()).isEqualTo(compose.port("cache"));
			assertThat(application.storePort()).isEqualTo(compose.port("plain"));
		}
	}

	@Test
	void makeNoCacheOfAServiceWithoutALabelBesideTheStores(CapturedOutput output) {
		try (ComposeFile compose = ComposeFile.of(this.folder, PLAIN + STORE);
				StartedApplication application = compose.start()) {
			assertThat(application.storePort()).isEqualTo(compose.port("store"));
			assertThat(application.hasCache()).isFalse();
			assertThat(output).contains("No tier uses this container, since another one is marked as the store tier: ")
				.contains("plain")
				.contains("the label org.springframework.boot.service-connection: redis-tiers-cache");
		}
	}

	@Test
	void areToldApartWhereTwoHaveNoLabel(CapturedOutput output) {
		try (ComposeFile compose = ComposeFile.of(this.folder, PLAIN + PLAIN.replace("plain:", "other:"))) {
			compose.fail(output);
		}
		assertThat(output).contains("2 Redis servers were found for the store tier: ")
			.contains("Mark each container: in Docker Compose with the label "
					+ "org.springframework.boot.service-connection: redis-tiers-cache or "
					+ "org.springframework.boot.service-connection: redis-tiers-store");
	}

	@Test
	void areToldApartWhereTwoHaveOneLabel(CapturedOutput output) {
		try (ComposeFile compose = ComposeFile.of(this.folder, CACHE + CACHE.replace("cache:\n", "other:\n"))) {
			compose.fail(output);
		}
		assertThat(output).contains("2 Redis servers were found for the cache tier: ")
			.contains("Keep one of them as the cache tier");
	}

	@ParameterizedTest
	@ValueSource(strings = { "redis-tiers-cache", "redis-tiers-store" })
	void sayTheirTierInSpringBootsLabel(String label, CapturedOutput output) {
		try (ComposeFile compose = ComposeFile.of(this.folder, PLAIN + "  labels: [ " + label + " ]\n")) {
			compose.fail(output);
		}
		assertThat(output)
			.contains("The Docker Compose service 'plain' has a label named '" + label
					+ "', which Spring Boot does not read.")
			.contains("Give it one label: 'org.springframework.boot.service-connection: redis-tiers-cache'");
	}

	@ParameterizedTest
	@ValueSource(strings = { "[ redis-tiers-cache, redis-tiers-store ]",
			"{ org.springframework.boot.service-connection: 'redis-tiers-cache, redis-tiers-store' }" })
	void areNeverBothTiers(String labels, CapturedOutput output) {
		try (ComposeFile compose = ComposeFile.of(this.folder, PLAIN + "  labels: " + labels + "\n")) {
			compose.fail(output);
		}
		assertThat(output).contains("The Docker Compose service 'plain' has the label")
			.contains("Give it one label: 'org.springframework.boot.service-connection: redis-tiers-cache'");
	}

	@Test
	void publishTheirServersPort(CapturedOutput output) {
		try (ComposeFile compose = ComposeFile.of(this.folder, CACHE.replace("  ports: [ \"6379\" ]\n", ""))) {
			compose.fail(output);
		}
		assertThat(output).contains("The Docker Compose service 'cache' does not publish port 6379 of its server.")
			.contains("Add ports: [ \"6379\" ] to it.");
	}

	@Test
	void areMissedWhereNoneIsATiers(CapturedOutput output) {
		try (ComposeFile compose = ComposeFile.of(this.folder,
				PLAIN + "  labels: [ org.springframework.boot.ignore ]\n")) {
			compose.fail(output, "redis-tiers.dev-services.enabled=false");
		}
		assertThat(output).contains("Neither the cache tier nor the store tier has an address")
			.contains("Docker Compose: no service with the label "
					+ "org.springframework.boot.service-connection: redis-tiers-cache or "
					+ "org.springframework.boot.service-connection: redis-tiers-store was found.");
	}

	@Test
	void ofTheDocumentationAreFitForTheirRoles() throws IOException {
		String page = Files.readString(Path.of("../docs/containers.md"));
		String yaml = page.substring(page.indexOf("```yaml\n") + 8);
		ComposeFile.write(this.folder.resolve("compose.yaml"), yaml.substring(0, yaml.indexOf("```")));
		try (ComposeFile compose = new ComposeFile(this.folder.resolve("compose.yaml"));
				StartedApplication application = compose.start("redis-tiers.guard.mode=enforce")) {
			assertThat(application.cachePort()).isEqualTo(compose.port("cache"));
			assertThat(application.storePort()).isEqualTo(compose.port("store"));
			application.store().opsForValue().set("key", "store");
		}
	}

	@Test
	void ofTheShopAreFitForTheirRoles() {
		Path ports = ComposeFile.write(this.folder.resolve("ports.yaml"), """
				name: redis-tiers-shop-test
				services:
				  cache: { ports: !override [ "127.0.0.1::6379" ] }
				  store: { ports: !override [ "127.0.0.1::6379" ] }
				""");
		try (ComposeFile compose = new ComposeFile(Path.of("../sample-app/compose.yaml").toAbsolutePath().normalize(),
				ports); StartedApplication application = compose.start("redis-tiers.guard.mode=enforce")) {
			assertThat(application.cachePort()).isEqualTo(compose.port("cache"));
			assertThat(application.storePort()).isEqualTo(compose.port("store"));
		}
	}

}
