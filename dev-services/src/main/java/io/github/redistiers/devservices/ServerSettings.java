package io.github.redistiers.devservices;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a {@link RedisServerBuilder} was told.
 *
 * @param executable the server program
 * @param generation what it must be, if that matters
 * @param preset the configuration to begin with
 * @param lines further lines of the configuration file
 * @param arguments further arguments of the program
 * @param environment further environment variables
 * @param password the default user's
 * @param certificate for TLS, if it is wanted
 * @param dataDirectory the folder to use; a new one when absent
 * @param keepData whether the folder stays
 * @param port the port to use; 0 for a free one
 */
record ServerSettings(Path executable, @Nullable ServerGeneration generation, @Nullable ServerPreset preset,
		List<String> lines, List<String> arguments, Map<String, String> environment, @Nullable String password,
		@Nullable TlsCertificate certificate, @Nullable Path dataDirectory, boolean keepData, int port) {

	static final String ADMIN = "dev-services";

	private static final String OPEN = "user default on nopass";

	ServerSettings {
		lines = List.copyOf(lines);
		arguments = List.copyOf(arguments);
		environment = Map.copyOf(environment);
	}

	/**
	 * The configuration file: the preset word for word, then what this run needs. Of two
	 * lines with one name the later wins.
	 * @param folder the folder of the data
	 * @param port the port
	 * @param tlsPort the port for TLS, if that is wanted
	 * @param adminPassword the password of the dev services' own user
	 * @return the whole text
	 */
	String configuration(Path folder, int port, int tlsPort, String adminPassword) {
		StringBuilder text = new StringBuilder();
		text.append(presetText());
		text.append("\n# for this run\n");
		text.append(line("bind", "127.0.0.1"));
		text.append(line("port", String.valueOf(port)));
		text.append(line("dir", folder.toString()));
		text.append(line("user", ADMIN, "on", ">" + adminPassword, "~*", "&*", "+@all"));
		if (this.certificate != null) {
			text.append(line("tls-port", String.valueOf(tlsPort)));
			text.append(line("tls-cert-file", this.certificate.certificate().toString()));
			text.append(line("tls-key-file", this.certificate.privateKey().toString()));
			text.append(line("tls-ca-cert-file", this.certificate.certificate().toString()));
			text.append(line("tls-auth-clients", "no"));
			text.append(line("tls-replication", "yes"));
			text.append(line("tls-cluster", "yes"));
		}
		this.lines.forEach(text::append);
		return text.toString();
	}

	private String presetText() {
		String text = (this.preset != null) ? this.preset.text() : "";
		if (this.password == null) {
			return text;
		}
		String closed = "user default on >" + this.password;
		return text.contains(OPEN) ? text.replace(OPEN, closed) : text + closed + " ~* &* +@all\n";
	}

	static String line(String name, String... values) {
		StringBuilder line = new StringBuilder(name);
		for (String value : values) {
			line.append(" \"").append(value.replace("\\", "\\\\").replace("\"", "\\\"")).append('"');
		}
		return line.append('\n').toString();
	}

}
