package io.github.redistiers.connection;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.stream.IntStream;

import io.github.redistiers.connection.NodeUnreachableException.Kind;
import io.github.redistiers.devservices.RedisServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
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

	/**
	 * The refusal may be there before the thread that sent the password looks for it.
	 */
	@Test
	void namesWrongCredentialsHoweverFastTheServerRefusesThem() {
		try (RedisServer secured = RedisServer.builder().password("secret").start()) {
			RedisStandaloneConfiguration configuration = new RedisStandaloneConfiguration(secured.host(),
					secured.port());
			configuration.setPassword("hunter2");
			try (TestTier store = TestTier.store(configuration, (settings) -> settings.eager(false))) {
				TierNode node = TierNodes.of(store.tier()).get(0);
				assertThat(IntStream.range(0, 2_000).parallel().mapToObj((round) -> refusal(node)))
					.containsOnly(Kind.WRONG_CREDENTIALS);
			}
		}
	}

	private static Kind refusal(TierNode node) {
		try (NodeConnection connection = node.connect()) {
			throw new AssertionError("connected");
		}
		catch (NodeUnreachableException ex) {
			return ex.kind();
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
