package io.github.redistiers.devservices;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Describes a server before it starts. Without a preset the program's own defaults hold.
 *
 * @since 0.1.0
 */
public final class RedisServerBuilder {

	private @Nullable Path executable;

	private @Nullable ServerGeneration generation;

	private @Nullable ServerPreset preset;

	private final List<String> lines = new ArrayList<>();

	private final List<String> arguments = new ArrayList<>();

	private final Map<String, String> environment = new LinkedHashMap<>();

	private @Nullable String password;

	private @Nullable TlsCertificate certificate;

	private @Nullable Path dataDirectory;

	private boolean keepData;

	private int port;

	RedisServerBuilder() {
	}

	/**
	 * Runs a server of this generation, and checks that it is one.
	 * @param generation the generation
	 * @return this builder
	 */
	public RedisServerBuilder generation(ServerGeneration generation) {
		this.generation = generation;
		return this;
	}

	/**
	 * Runs this server program. The default: what the system property
	 * {@code redis-tiers.dev-services.server} or the environment variable
	 * {@code REDIS_TIERS_SERVER} names, {@code redis-server} or {@code valkey-server} on
	 * the {@code PATH}, the embedded Redis 6.2.
	 * @param executable the program, or a script that execs it
	 * @return this builder
	 */
	public RedisServerBuilder executable(Path executable) {
		this.executable = ServerExecutable.checked("caller", executable);
		return this;
	}

	/**
	 * Begins with one of the documented configurations.
	 * @param preset the configuration
	 * @return this builder
	 */
	public RedisServerBuilder preset(ServerPreset preset) {
		this.preset = preset;
		return this;
	}

	/**
	 * Adds a line to the configuration file; it wins over the preset.
	 * @param name the setting's name, such as {@code maxmemory}
	 * @param values its values, such as {@code 3mb}; quoted as needed
	 * @return this builder
	 */
	public RedisServerBuilder setting(String name, String... values) {
		this.lines.add(ServerSettings.line(name, values));
		return this;
	}

	/**
	 * Adds an ACL user.
	 * @param name the user's name
	 * @param password the password; without spaces
	 * @param rules such as {@code ~app:*} and {@code +@read}
	 * @return this builder
	 */
	public RedisServerBuilder user(String name, String password, String... rules) {
		List<String> values = new ArrayList<>(List.of(name, "on", ">" + password));
		values.addAll(List.of(rules));
		return setting("user", values.toArray(String[]::new));
	}

	/**
	 * Gives the default user a password; without it none is needed.
	 * @param password the password; without spaces
	 * @return this builder
	 */
	public RedisServerBuilder password(String password) {
		this.password = password;
		return this;
	}

	/**
	 * Listens for TLS as well, at {@link RedisServer#tlsPort()}. Servers of a group then
	 * talk TLS with one another and name their TLS ports to clients. Clients need no
	 * certificate.
	 * @param certificate the server's certificate, which it also trusts
	 * @return this builder
	 */
	public RedisServerBuilder tls(TlsCertificate certificate) {
		this.certificate = certificate;
		return this;
	}

	/**
	 * Sets an environment variable of the server, such as {@code LD_PRELOAD}.
	 * @param name the variable's name
	 * @param value its value
	 * @return this builder
	 */
	public RedisServerBuilder environment(String name, String value) {
		this.environment.put(name, value);
		return this;
	}

	/**
	 * Puts the server's files on a disk that can be slow, break or lose its power.
	 * @param disk the disk; several servers may share it
	 * @return this builder
	 */
	public RedisServerBuilder disk(UnreliableDisk disk) {
		return environment("LD_PRELOAD", disk.library().toString()).environment(UnreliableDisk.VARIABLE,
				disk.folder().toString());
	}

	/**
	 * Uses this folder, which then stays. What the folder holds is loaded.
	 * @param dataDirectory the folder; made when absent
	 * @return this builder
	 */
	public RedisServerBuilder dataDirectory(Path dataDirectory) {
		this.dataDirectory = dataDirectory;
		return this;
	}

	/**
	 * Keeps the folder when the server is closed.
	 * @return this builder
	 */
	public RedisServerBuilder keepData() {
		this.keepData = true;
		return this;
	}

	/**
	 * Uses this port instead of a free one.
	 * @param port the port
	 * @return this builder
	 */
	public RedisServerBuilder port(int port) {
		this.port = port;
		return this;
	}

	@Nullable String password() {
		return this.password;
	}

	/**
	 * Keeps the program, its version and its environment, and forgets every setting that
	 * is meant for data.
	 * @return this builder, which now describes a Sentinel
	 */
	RedisServerBuilder asSentinel() {
		this.preset = null;
		this.password = null;
		this.dataDirectory = null;
		this.port = 0;
		this.lines.clear();
		this.arguments.add("--sentinel");
		return this;
	}

	/**
	 * Starts the server. Returns when it answers and has loaded its data.
	 * @return the running server
	 * @throws ServerStartException when it cannot be started, or is of another generation
	 */
	public RedisServer start() {
		return RedisServer.start(settings());
	}

	private ServerSettings settings() {
		Path program = this.executable;
		if (program == null) {
			program = (this.generation != null) ? this.generation.executable() : ServerExecutable.ofThisMachine();
		}
		return new ServerSettings(program, this.generation, this.preset, this.lines, this.arguments, this.environment,
				this.password, this.certificate, this.dataDirectory, this.keepData, this.port);
	}

}
