package io.github.redistiers.operators;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerBuilder;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.yaml.snakeyaml.Yaml;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The manifests for Kubernetes and the units for systemd hold together, and a server
 * starts with what they make it start with.
 */
@EachServerGeneration
class ManifestsIntegrationTests {

	private static final Path DOCS = Path.of("..", "docs");

	private static final String HASH = "a".repeat(64);

	private final ServerGeneration generation;

	@TempDir
	@SuppressWarnings("NullAway.Init")
	Path folder;

	ManifestsIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@ParameterizedTest
	@EnumSource
	void holdTheDocumentedConfigurationWordForWord(ServerPreset preset) throws IOException {
		assertThat(map(object(preset, "ConfigMap").get("data"))).containsExactlyEntriesOf(
				Map.of(name(preset) + ".conf", Files.readString(DOCS.resolve("servers/" + name(preset) + ".conf"))));
		assertThat(preset.text()).isEqualTo(map(object(preset, "ConfigMap").get("data")).get(name(preset) + ".conf"));
	}

	@ParameterizedTest
	@EnumSource
	void nameTheServicesSoThatTheirVariablesDoNoHarm(ServerPreset preset) throws IOException {
		String name = "redis-" + name(preset);
		for (Map<String, Object> object : objects(preset)) {
			assertThat(map(object.get("metadata"))).containsEntry("name", name);
		}
		Map<String, Object> service = map(object(preset, "Service").get("spec"));
		Map<String, Object> servers = map(object(preset, "StatefulSet").get("spec"));
		Map<String, Object> template = map(servers.get("template"));
		assertThat(servers).containsEntry("serviceName", name).containsEntry("replicas", 1);
		assertThat(map(map(template.get("metadata")).get("labels"))).isEqualTo(service.get("selector"))
			.isEqualTo(map(servers.get("selector")).get("matchLabels"));
		assertThat(list(service.get("ports"))).singleElement()
			.satisfies((port) -> assertThat(port).containsEntry("port", 6379).containsEntry("targetPort", "redis"));
		assertThat(list(container(preset).get("ports"))).singleElement()
			.satisfies((port) -> assertThat(port).containsEntry("name", "redis").containsEntry("containerPort", 6379));
	}

	@ParameterizedTest
	@EnumSource
	void giveAVolumeToTheStoreAlone(ServerPreset preset) throws IOException {
		Map<String, Object> servers = map(object(preset, "StatefulSet").get("spec"));
		List<Object> volumes = new ArrayList<>(
				list(pod(preset).get("volumes")).stream().map((volume) -> volume.get("name")).toList());
		if (preset == ServerPreset.STORE) {
			assertThat(list(servers.get("volumeClaimTemplates"))).singleElement()
				.satisfies((claim) -> volumes.add(map(claim.get("metadata")).get("name")));
			assertThat(map(servers.get("persistentVolumeClaimRetentionPolicy")))
				.containsOnly(Map.entry("whenDeleted", "Retain"), Map.entry("whenScaled", "Retain"));
		}
		else {
			assertThat(servers).doesNotContainKey("volumeClaimTemplates");
		}
		assertThat(volumes).doesNotHaveDuplicates();
		List<Map<String, Object>> containers = new ArrayList<>(list(pod(preset).get("initContainers")));
		containers.add(container(preset));
		for (Map<String, Object> container : containers) {
			assertThat(list(container.get("volumeMounts"))).isNotEmpty()
				.allSatisfy((mount) -> assertThat(volumes).contains(mount.get("name")));
		}
		assertThat(list(container(preset).get("volumeMounts"))).extracting((mount) -> mount.get("mountPath"))
			.contains("/data");
		assertThat(container(preset)).containsEntry("workingDir", "/data");
	}

	@ParameterizedTest
	@EnumSource
	void probeWithoutEndingAServerThatLoads(ServerPreset preset) throws IOException {
		assertThat(map(container(preset).get("livenessProbe"))).containsOnlyKeys("tcpSocket", "periodSeconds",
				"timeoutSeconds", "failureThreshold");
		assertThat(map(map(container(preset).get("readinessProbe")).get("exec")).get("command"))
			.isEqualTo(List.of("sh", "-c", "redis-cli --user guard ping | grep -q PONG"));
	}

	@ParameterizedTest
	@EnumSource
	void leaveMemoryBesideTheData(ServerPreset preset) throws IOException {
		long limit = mebibytes(
				String.valueOf(map(map(container(preset).get("resources")).get("limits")).get("memory")));
		long data = preset.text()
			.lines()
			.filter((line) -> line.startsWith("maxmemory "))
			.mapToLong((line) -> Long.parseLong(line.replaceAll("\\D", "")))
			.findFirst()
			.orElseThrow();
		assertThat(limit).isGreaterThanOrEqualTo((preset == ServerPreset.STORE) ? 2 * data : data * 3 / 2);
	}

	private static long mebibytes(String size) {
		assertThat(size).endsWith("Mi");
		return Long.parseLong(size.substring(0, size.length() - 2));
	}

	@ParameterizedTest
	@EnumSource
	void startAServerThatOnlyNamedUsersMayUse(ServerPreset preset) throws Exception {
		Path users = Files.createDirectories(this.folder.resolve("etc/redis-tiers-users")).resolve("users.conf");
		String file = (this.generation == ServerGeneration.REDIS_6_2) ? "users-6.2.conf" : "users.conf";
		Files.writeString(users,
				Files.readString(DOCS.resolve("servers/" + file)).replaceAll("#SHA-256-OF-\\S+", "#" + HASH));
		Path configuration = Files.createDirectories(this.folder.resolve("etc/redis-tiers"))
			.resolve(name(preset) + ".conf");
		Files.writeString(configuration,
				String.valueOf(map(object(preset, "ConfigMap").get("data")).get(name(preset) + ".conf")));
		Files.createDirectories(this.folder.resolve("run/redis-tiers"));
		for (Map<String, Object> container : list(pod(preset).get("initContainers"))) {
			run(container);
		}
		List<String> arguments = texts(container(preset).get("args"));
		RedisServerBuilder builder = RedisServer.builder().generation(this.generation);
		Files.readAllLines(here(arguments.get(0)))
			.stream()
			.filter((line) -> !line.isBlank() && !line.startsWith("#"))
			.map((line) -> line.split("\\s+"))
			.forEach((words) -> set(builder, List.of(words)));
		options(arguments.subList(1, arguments.size())).forEach((option) -> set(builder, option));
		try (RedisServer server = builder.start()) {
			assertThat((List<?>) Objects.requireNonNull(server.execute("ACL", "LIST"))).extracting(String::valueOf)
				.anySatisfy((user) -> assertThat(user).startsWith("user default off"))
				.anySatisfy((user) -> assertThat(user).startsWith("user shop on").contains("#" + HASH))
				.anySatisfy((user) -> assertThat(user).startsWith("user guard on").contains("#" + HASH));
			assertFits(preset, server);
		}
	}

	@ParameterizedTest
	@EnumSource
	void startAServiceWithTheDocumentedConfiguration(ServerPreset preset) throws IOException {
		Map<String, List<String>> unit = unit(preset);
		List<String> words = List.of(unit.getOrDefault("Service.ExecStart", List.of()).get(0).split(" "));
		assertThat(words).startsWith("/usr/bin/redis-server", "/etc/redis-tiers/" + name(preset) + ".conf");
		List<List<String>> options = options(words.subList(2, words.size()));
		assertThat(options).contains(List.of("dir", "/var/lib/redis-" + name(preset)))
			.contains(List.of("supervised", "systemd"), List.of("daemonize", "no"));
		assertThat(unit).containsEntry("Service.StateDirectory", List.of("redis-" + name(preset)))
			.containsEntry("Service.Type", List.of("notify"));
		RedisServerBuilder builder = RedisServer.builder().generation(this.generation).preset(preset);
		options.stream()
			.filter((option) -> !List.of("dir", "port").contains(option.get(0)))
			.forEach((option) -> set(builder, option));
		try (RedisServer server = builder.start()) {
			assertFits(preset, server);
		}
		if (preset == ServerPreset.STORE) {
			assertThat(unit)
				.containsEntry("Service.ExecStartPost",
						List.of("-/usr/bin/redis-cli -p 6382 $REDIS_CLI_OPTIONS BGREWRITEAOF"))
				.containsEntry("Service.TimeoutStartSec", List.of("infinity"))
				.containsEntry("Unit.RequiresMountsFor", List.of("/var/lib/redis-store"));
		}
	}

	private static void assertFits(ServerPreset preset, RedisServer server) {
		assertThat(String.valueOf(server.execute("INFO"))).contains(
				(preset == ServerPreset.STORE) ? "maxmemory_policy:noeviction" : "maxmemory_policy:allkeys-lru",
				(preset == ServerPreset.STORE) ? "aof_enabled:1" : "aof_enabled:0");
	}

	/**
	 * Runs a container's script on this machine's files.
	 */
	private void run(Map<String, Object> container) throws IOException, InterruptedException {
		List<String> command = new ArrayList<>(texts(container.get("command")));
		texts(container.get("args")).forEach((argument) -> command.add(here(argument, "/etc/", "/run/")));
		Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
		String output = new String(process.getInputStream().readAllBytes());
		assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
		assertThat(process.exitValue()).as(output).isZero();
	}

	private Path here(String path) {
		return Path.of(here(path, "/etc/", "/run/"));
	}

	private String here(String text, String... roots) {
		String moved = text;
		for (String root : roots) {
			moved = moved.replace(root, this.folder + root);
		}
		return moved;
	}

	/**
	 * Servers of tests listen on loopback alone.
	 */
	private void set(RedisServerBuilder builder, List<String> option) {
		if (List.of("bind", "protected-mode").contains(option.get(0))) {
			return;
		}
		builder.setting(option.get(0),
				option.stream()
					.skip(1)
					.map((value) -> value.equals("\"\"") ? "" : here(value, "/etc/"))
					.toArray(String[]::new));
	}

	/**
	 * From {@code --name value} to name and value.
	 */
	private static List<List<String>> options(List<String> arguments) {
		List<List<String>> options = new ArrayList<>();
		for (String argument : arguments) {
			if (argument.startsWith("--")) {
				options.add(new ArrayList<>(List.of(argument.substring(2))));
			}
			else {
				options.get(options.size() - 1).add(argument);
			}
		}
		return options;
	}

	private static Map<String, List<String>> unit(ServerPreset preset) throws IOException {
		Map<String, List<String>> unit = new HashMap<>();
		String section = "";
		for (String line : Files.readAllLines(DOCS.resolve("systemd/redis-" + name(preset) + ".service"))) {
			if (line.startsWith("[")) {
				section = line.substring(1, line.length() - 1);
			}
			else if (!line.isBlank() && !line.startsWith("#")) {
				assertThat(line).matches("[A-Za-z]+=.*");
				String[] parts = line.split("=", 2);
				unit.computeIfAbsent(section + "." + parts[0], (key) -> new ArrayList<>()).add(parts[1]);
			}
		}
		return unit;
	}

	private static Map<String, Object> container(ServerPreset preset) throws IOException {
		return list(pod(preset).get("containers")).get(0);
	}

	private static Map<String, Object> pod(ServerPreset preset) throws IOException {
		return map(map(map(object(preset, "StatefulSet").get("spec")).get("template")).get("spec"));
	}

	private static Map<String, Object> object(ServerPreset preset, String kind) throws IOException {
		return objects(preset).stream().filter((object) -> kind.equals(object.get("kind"))).findFirst().orElseThrow();
	}

	private static List<Map<String, Object>> objects(ServerPreset preset) throws IOException {
		List<Map<String, Object>> objects = new ArrayList<>();
		new Yaml().loadAll(Files.readString(DOCS.resolve("kubernetes/redis-" + name(preset) + ".yaml")))
			.forEach((object) -> objects.add(map(object)));
		assertThat(objects).extracting((object) -> object.get("kind"))
			.containsExactly("ConfigMap", "Service", "StatefulSet");
		return objects;
	}

	private static String name(ServerPreset preset) {
		return preset.name().toLowerCase(Locale.ROOT);
	}

	@SuppressWarnings("unchecked")
	private static List<Map<String, Object>> list(@Nullable Object value) {
		return (value != null) ? (List<Map<String, Object>>) value : List.of();
	}

	@SuppressWarnings("unchecked")
	private static List<String> texts(@Nullable Object value) {
		return (List<String>) Objects.requireNonNull(value);
	}

	@SuppressWarnings("unchecked")
	private static Map<String, Object> map(@Nullable Object value) {
		return (Map<String, Object>) Objects.requireNonNull(value);
	}

}
