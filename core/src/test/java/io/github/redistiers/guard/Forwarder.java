package io.github.redistiers.guard;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Passes on whatever is sent to a port of its own.
 */
final class Forwarder implements AutoCloseable {

	private final ServerSocket socket;

	private final int target;

	private final List<Socket> connections = new CopyOnWriteArrayList<>();

	Forwarder(int target) throws IOException {
		this.target = target;
		this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
		start(this::accept);
	}

	int port() {
		return this.socket.getLocalPort();
	}

	private void accept() throws IOException {
		while (true) {
			Socket client = this.socket.accept();
			Socket server = new Socket(InetAddress.getLoopbackAddress(), this.target);
			this.connections.addAll(List.of(client, server));
			start(() -> client.getInputStream().transferTo(server.getOutputStream()));
			start(() -> server.getInputStream().transferTo(client.getOutputStream()));
		}
	}

	private void start(Work work) {
		Thread thread = new Thread(() -> {
			try {
				work.run();
			}
			catch (IOException ex) {
				// closed by the test
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
