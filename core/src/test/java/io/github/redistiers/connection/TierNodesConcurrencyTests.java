package io.github.redistiers.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;

import io.github.redistiers.connection.NodeUnreachableException.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class TierNodesConcurrencyTests {

	/**
	 * Waiting once for the minute that is allowed would be too long.
	 */
	@Test
	@Timeout(50)
	void noticesAtOnceThatTheServerHangsUpAtAnyMoment() throws IOException {
		try (ServerSocket rude = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
				TestTier store = TestTier.store(new RedisStandaloneConfiguration("127.0.0.1", rude.getLocalPort()),
						(settings) -> settings.eager(false)
							.connectTimeout(Duration.ofMinutes(1))
							.timeout(Duration.ofMinutes(1)))) {
			Thread hangingUp = new Thread(() -> hangUp(rude));
			hangingUp.setDaemon(true);
			hangingUp.start();
			TierNode node = TierNodes.of(store.tier()).get(0);
			for (int round = 0; round < 300; round++) {
				assertThatExceptionOfType(NodeUnreachableException.class).isThrownBy(() -> {
					try (NodeConnection connection = node.connect()) {
						connection.execute("INFO");
					}
				}).extracting(NodeUnreachableException::kind).isIn(Kind.NO_REDIS, Kind.OTHER);
			}
		}
	}

	private static void hangUp(ServerSocket rude) {
		while (!rude.isClosed()) {
			try {
				rude.accept().close();
			}
			catch (IOException ex) {
				// The client or the test has gone.
			}
		}
	}

}
