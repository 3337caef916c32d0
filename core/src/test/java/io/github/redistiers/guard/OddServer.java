package io.github.redistiers.guard;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A socket that answers commands with whatever a test wants, as no server would.
 */
final class OddServer implements AutoCloseable {

	private final ServerSocket socket;

	private final List<Socket> connections = new CopyOnWriteArrayList<>();

	private final Function<List<String>, @Nullable String> answer;

	private final AtomicLong longest = new AtomicLong();

	private volatile String more = "";

	/**
	 * A server.
	 * @param answer the reply as it is sent, or {@code null} for none
	 */
	OddServer(Function<List<String>, @Nullable String> answer) throws IOException {
		this.answer = answer;
		this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		start(this::accept);
	}

	/**
	 * A server that is polite but for its {@code INFO}.
	 */
	static OddServer telling(String info) throws IOException {
		return new OddServer((command) -> switch (command.get(0)) {
			case "HELLO" -> "-ERR unknown command 'HELLO'\r\n";
			case "PING" -> "+PONG\r\n";
			case "INFO" -> bulk(info);
			case "CLIENT", "SELECT" -> "+OK\r\n";
			default -> "-ERR unknown command '" + command.get(0) + "'\r\n";
		});
	}

	/**
	 * A server whose {@code INFO} begins so and never ends.
	 */
	static OddServer endless(String beginning, String more) throws IOException {
		OddServer server = new OddServer((command) -> switch (command.get(0)) {
			case "PING" -> "+PONG\r\n";
			case "INFO" -> beginning;
			default -> "-ERR unknown command '" + command.get(0) + "'\r\n";
		});
		server.more = more;
		return server;
	}

	/**
	 * How much it got rid of on one connection, at most.
	 */
	long longest() {
		return this.longest.get();
	}

	static String bulk(String text) {
		return "$" + text.getBytes(StandardCharsets.UTF_8).length + "\r\n" + text + "\r\n";
	}

	int port() {
		return this.socket.getLocalPort();
	}

	private void accept() throws IOException {
		while (true) {
			Socket client = this.socket.accept();
			this.connections.add(client);
			start(() -> serve(client));
		}
	}

	private void serve(Socket client) throws IOException {
		BufferedReader reader = new BufferedReader(
				new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
		OutputStream out = client.getOutputStream();
		String line = reader.readLine();
		while (line != null) {
			List<String> command = new ArrayList<>();
			int words = Integer.parseInt(line.substring(1));
			for (int i = 0; i < words; i++) {
				command.add(word(reader));
			}
			String reply = this.answer.apply(command);
			if (reply != null) {
				out.write(reply.getBytes(StandardCharsets.UTF_8));
				out.flush();
				if (!this.more.isEmpty() && command.get(0).equals("INFO")) {
					goOn(out);
				}
			}
			line = reader.readLine();
		}
	}

	private void goOn(OutputStream out) throws IOException {
		byte[] chunk = this.more.repeat(16 * 1024).getBytes(StandardCharsets.US_ASCII);
		for (long sent = 0; true; sent += chunk.length) {
			this.longest.accumulateAndGet(sent, Math::max);
			out.write(chunk);
		}
	}

	private static String word(BufferedReader reader) throws IOException {
		int length = Integer.parseInt(reader.readLine().substring(1));
		StringBuilder word = new StringBuilder();
		for (int i = 0; i < length; i++) {
			word.append((char) reader.read());
		}
		reader.readLine();
		return word.toString();
	}

	private static void start(Work work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (IOException | NumberFormatException ex) {
				// closed by either side
			}
		});
		thread.setDaemon(true);
		thread.start();
	}

	@Override
	public void close() throws IOException {
		this.socket.close();
		for (Socket connection : this.connections) {
			connection.close();
		}
	}

	private interface Work {

		void run() throws IOException;

	}

}
