package io.github.redistiers.devservices;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Records what clients ask of a server, by MONITOR: proof of which server sees what. What
 * the dev services themselves ask is left out, and so are AUTH and HELLO, which servers
 * do not show.
 *
 * @since 0.1.0
 */
public final class TrafficRecorder implements AutoCloseable {

	private final RedisServer server;

	private final Socket socket;

	private final List<RecordedCommand> recorded = new CopyOnWriteArrayList<>();

	private final String ownClient;

	private TrafficRecorder(RedisServer server, Socket socket, BufferedReader input) {
		this.server = server;
		this.socket = socket;
		this.ownClient = clientAddress(server);
		Thread reader = new Thread(() -> read(input), "traffic-recorder");
		reader.setDaemon(true);
		reader.start();
	}

	/**
	 * Begins to record.
	 * @param server the server
	 * @return a recorder that sees all that comes from now on
	 */
	public static TrafficRecorder on(RedisServer server) {
		try {
			Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
			BufferedReader input = new BufferedReader(
					new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
			ask(socket, input, "AUTH " + ServerSettings.ADMIN + " " + server.adminPassword());
			ask(socket, input, "MONITOR");
			return new TrafficRecorder(server, socket, input);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * What was asked so far. All that was answered before this call is in it.
	 * @return the commands, in the server's order
	 */
	public List<RecordedCommand> commands() {
		String marker = UUID.randomUUID().toString();
		this.server.execute("ECHO", marker);
		Eventually.holds("the recorder is in step",
				() -> this.recorded.stream().anyMatch((command) -> command.arguments().contains(marker)));
		return this.recorded.stream().filter((command) -> !command.client().equals(this.ownClient)).toList();
	}

	/**
	 * Forgets what was recorded so far.
	 */
	public void clear() {
		commands();
		this.recorded.clear();
	}

	@Override
	public void close() {
		try {
			this.socket.close();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private void read(BufferedReader input) {
		try {
			for (String line = input.readLine(); line != null; line = input.readLine()) {
				RecordedCommand command = RecordedCommand.parse(line.substring(1));
				if (command != null) {
					this.recorded.add(command);
				}
			}
		}
		catch (IOException ex) {
			// the recorder was closed, or the server is gone
		}
	}

	private static void ask(Socket socket, BufferedReader input, String command) throws IOException {
		socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
		String reply = input.readLine();
		if (!"+OK".equals(reply)) {
			throw new IllegalStateException("The server cannot be monitored: " + reply + ". Look at its log.");
		}
	}

	private static String clientAddress(RedisServer server) {
		String info = String.valueOf(server.execute("CLIENT", "INFO"));
		int start = info.indexOf(" addr=") + " addr=".length();
		return info.substring(start, info.indexOf(' ', start));
	}

}
