package io.github.redistiers.devservices;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Finds a port for a server: below those that the operating system gives to outgoing
 * connections, so that none of these takes it while a server is being restarted.
 */
final class FreePort {

	private static final int FIRST = 16384;

	private static final int LAST = 32767;

	private static final int ATTEMPTS = 200;

	private FreePort() {
	}

	static int find() {
		for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
			int port = ThreadLocalRandom.current().nextInt(FIRST, LAST + 1);
			if (isFree(port)) {
				return port;
			}
		}
		throw new ServerStartException("There is no free port between " + FIRST + " and " + LAST
				+ " on 127.0.0.1. End processes that hold them, or name a port.");
	}

	static boolean isFree(int port) {
		try (ServerSocket socket = new ServerSocket()) {
			socket.setReuseAddress(true);
			socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
			return true;
		}
		catch (IOException ex) {
			return false;
		}
	}

}
