package io.github.redistiers.doctor;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.FaultProxy;
import io.github.redistiers.devservices.RedisServerExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Servers that cannot be judged: that is a sentence and the exit code 2.
 */
@EachServerGeneration
class DoctorFaultTests {

	@RegisterExtension
	static RedisServerExtension cache = RedisServerExtension.cache();

	@RegisterExtension
	static RedisServerExtension store = RedisServerExtension
		.server((builder) -> builder.user("doctor", "other", "-@all", "+ping", "+info"));

	@Test
	void judgesTheOtherServerWhereOneIsGone() {
		store.get().kill();
		Outcome outcome = Outcome.of("--json", cache.address(), store.address());
		assertThat(outcome.exitCode()).isEqualTo(2);
		assertThat(outcome.json().at("/tiers/0/reached").asBoolean()).isTrue();
		assertThat(outcome.json().at("/tiers/1/servers/0/reached").asBoolean()).isFalse();
		assertThat(outcome.json().at("/tiers/1/servers/0/problem").asString()).contains("nothing listens there");
		assertThat(outcome.ids("OK")).contains("cache.eviction-policy");
		assertThat(Outcome.of(cache.address(), store.address()).out())
			.contains("nothing listens there. Check that the server runs and that the store's URL is its address.",
					"Not every server could be reached.")
			.doesNotContain("redis-tiers.");
	}

	@Test
	void saysThatAPasswordIsWrongWithoutShowingIt() {
		Outcome outcome = Outcome.of(cache.address(), store.address().replace("//", "//doctor:secret@"));
		assertThat(outcome.exitCode()).isEqualTo(2);
		assertThat(outcome.out())
			.contains("the server refuses the user name or password (WRONGPASS", "the store's URL, or by",
					"REDISTIERS_STORE_PASSWORD.")
			.doesNotContain("redis-tiers.", ".)");
	}

	@Test
	void saysThatAServerWithoutPasswordTakesNone() {
		Outcome outcome = Outcome.of("--cache", cache.address().replace("//", "//:secret@"));
		assertThat(outcome.exitCode()).isEqualTo(2);
		assertThat(outcome.out()).contains("a password is configured and the server has none.",
				"Leave the cache's password out, or give the server a password.");
	}

	@Test
	void doesNotWaitForEver() {
		try (FaultProxy proxy = FaultProxy.to(store.get())) {
			proxy.blackHole();
			Outcome outcome = Outcome.of("--timeout", "1", "--store", proxy.address());
			assertThat(outcome.exitCode()).isEqualTo(2);
			assertThat(outcome.out()).contains("no answer within 1000 ms");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "HTTP/1.1 400 Bad Request\r\n\r\nsecret", "\u0000\u0001\u0002\u0003secret\r\n\r\n",
			"$99999999999999999999\r\n", "*2147483647\r\n$-5\r\n", "-\u001b[2Jsecret" })
	void saysThatSomethingElseAnswers(String rubbish) throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			answer(socket, rubbish);
			Outcome outcome = Outcome.of("--timeout", "2", cache.address(),
					"redis://127.0.0.1:" + socket.getLocalPort());
			assertThat(outcome.exitCode()).isEqualTo(2);
			assertThat(outcome.out()).contains(
					"The store tier at redis://127.0.0.1:" + socket.getLocalPort() + " is not connected",
					"The cache tier: ");
		}
	}

	private static void answer(ServerSocket socket, String rubbish) {
		Thread thread = new Thread(() -> {
			try {
				while (!socket.isClosed()) {
					Socket client = socket.accept();
					client.getOutputStream().write(rubbish.getBytes(StandardCharsets.UTF_8));
					client.getOutputStream().flush();
				}
			}
			catch (IOException ex) {
				if (!socket.isClosed()) {
					throw new UncheckedIOException(ex);
				}
			}
		});
		thread.setDaemon(true);
		thread.start();
	}

}
