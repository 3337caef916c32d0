package io.github.redistiers.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

import io.github.redistiers.connection.NodeUnreachableException.Kind;
import io.github.redistiers.devservices.FaultProxy;
import io.github.redistiers.devservices.RedisServerExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class TierNodesFaultTests {

	private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	@Test
	void tellsThatNothingListens() {
		try (FaultProxy proxy = FaultProxy.to(server.get())) {
			proxy.refuseConnections();
			assertUnreachable(proxy.port(), Kind.REFUSED, "nothing listens there");
		}
	}

	@Test
	void tellsThatTheServerIsSilent() {
		try (FaultProxy proxy = FaultProxy.to(server.get())) {
			proxy.blackHole();
			assertUnreachable(proxy.port(), Kind.TIMED_OUT, "no answer within 700 ms");
		}
	}

	@Test
	void tellsThatTheServerBecameSilent() {
		try (FaultProxy proxy = FaultProxy.to(server.get());
				TestTier store = store(proxy.port());
				NodeConnection connection = TierNodes.of(store.tier()).get(0).connect()) {
			proxy.blackHole();
			assertThatExceptionOfType(NodeUnreachableException.class).isThrownBy(() -> connection.execute("PING"))
				.extracting(NodeUnreachableException::kind)
				.isEqualTo(Kind.TIMED_OUT);
		}
	}

	@Test
	void tellsThatWhatAnswersIsNotRedis() throws IOException {
		try (ServerSocket web = new ServerSocket(0, 50, LOOPBACK)) {
			Thread answering = new Thread(() -> answer(web));
			answering.setDaemon(true);
			answering.start();
			assertUnreachable(web.getLocalPort(), Kind.NO_REDIS, "does not speak Redis's protocol");
		}
	}

	private static void assertUnreachable(int port, Kind kind, String message) {
		try (TestTier store = store(port)) {
			TierNode node = TierNodes.of(store.tier()).get(0);
			assertThatExceptionOfType(NodeUnreachableException.class).isThrownBy(() -> {
				try (NodeConnection connection = node.connect()) {
					connection.execute("INFO");
				}
			})
				.withMessageStartingWith("The store tier at redis://127.0.0.1:" + port + " is not connected: ")
				.withMessageContaining(message)
				.withMessageContaining("redis-tiers.store.url")
				.satisfies((ex) -> assertThat(ex.kind()).isEqualTo(kind));
		}
	}

	private static void answer(ServerSocket web) {
		while (!web.isClosed()) {
			try (Socket socket = web.accept()) {
				if (socket.getInputStream().read() >= 0) {
					socket.getOutputStream()
						.write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
					socket.getInputStream().readAllBytes();
				}
			}
			catch (IOException ex) {
				// The client or the test has gone.
			}
		}
	}

	private static TestTier store(int port) {
		return TestTier.store(new RedisStandaloneConfiguration("127.0.0.1", port),
				(settings) -> settings.eager(false)
					.connectTimeout(Duration.ofMillis(700))
					.timeout(Duration.ofMillis(700)));
	}

}
