package io.github.redistiers.devservices;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

import io.lettuce.core.RedisException;
import org.jspecify.annotations.Nullable;

/**
 * Waits until a server that was just started answers, and makes sure that it is this one
 * and no stranger that holds the same port.
 */
final class ServerStart {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final long PAUSE_NANOS = Duration.ofMillis(2).toNanos();

	private static final int LAST_WORDS = 8;

	private final ServerSettings settings;

	private final ServerProcess process;

	private final Path folder;

	private final int port;

	ServerStart(ServerSettings settings, ServerProcess process, Path folder, int port) {
		this.settings = settings;
		this.process = process;
		this.folder = folder;
		this.port = port;
	}

	/**
	 * Waits for the server.
	 * @param connect opens a connection to the port
	 * @return a connection to the server, which has loaded its data; null when the server
	 * ended because a stranger holds the port
	 */
	@Nullable AdminConnection await(Supplier<AdminConnection> connect) {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (System.nanoTime() < deadline) {
			if (!this.process.isAlive()) {
				return ended();
			}
			if (isListening()) {
				AdminConnection connection = connectIfOurs(connect);
				if (connection != null) {
					return connection;
				}
			}
			LockSupport.parkNanos(PAUSE_NANOS);
		}
		this.process.signal("KILL");
		throw new ServerStartException("The server " + this.settings.executable() + " did not answer on 127.0.0.1:"
				+ this.port + " as process " + this.process.pid() + ". If it is a script, let it exec the server."
				+ lastWords());
	}

	private @Nullable AdminConnection connectIfOurs(Supplier<AdminConnection> connect) {
		AdminConnection connection = null;
		boolean ready = false;
		try {
			connection = connect.get();
			String info = String.valueOf(connection.execute("INFO"));
			if (info.contains("\nprocess_id:" + this.process.pid() + "\r\n")) {
				verifyGeneration(info);
				ready = info.contains("\nloading:0\r\n") || !info.contains("\nloading:");
			}
			return ready ? connection : null;
		}
		catch (RedisException ex) {
			// a stranger that knows no such user, or a server that is about to end
			return null;
		}
		finally {
			if (connection != null && !ready) {
				connection.close();
			}
		}
	}

	private void verifyGeneration(String info) {
		ServerGeneration generation = this.settings.generation();
		if (generation != null && !generation.matches(info)) {
			String found = info.lines()
				.filter((line) -> line.contains("_version:"))
				.limit(2)
				.reduce("", (all, line) -> all + " " + line);
			this.process.signal("KILL");
			throw new ServerStartException("The server " + this.settings.executable() + " is not " + generation
					+ " but says" + found + ". Name a program of that generation.");
		}
	}

	private boolean isListening() {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), this.port), 1000);
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

	private @Nullable AdminConnection ended() {
		String words = lastWords();
		// "Text file busy": the program was unpacked this instant
		if (words.contains("Address already in use") || words.contains("Text file busy")) {
			return null;
		}
		throw new ServerStartException("The server " + this.settings.executable()
				+ " ended while it started. Mend what its last words name." + words);
	}

	private String lastWords() {
		Path log = this.folder.resolve("server.log");
		if (!Files.exists(log)) {
			return "";
		}
		try {
			List<String> lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList();
			List<String> last = lines.subList(Math.max(0, lines.size() - LAST_WORDS), lines.size());
			return " Its last words:\n  " + String.join("\n  ", last);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

}
