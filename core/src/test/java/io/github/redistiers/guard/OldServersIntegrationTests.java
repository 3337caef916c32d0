package io.github.redistiers.guard;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

import io.github.redistiers.TierRole;
import io.github.redistiers.devservices.ServerGeneration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A real Redis 3.2, which knows neither ACLs nor the newer protocol: it is refused for
 * what it is, and whatever else it tells is understood.
 */
class OldServersIntegrationTests {

	private static final String PROGRAM = "/redis-server.3.2.5";

	@TempDir
	Path folder = Path.of("");

	@ParameterizedTest
	@EnumSource
	void refusesARealServerThatIsTooOld(TierRole role) throws IOException {
		try (Scene scene = new Scene(ServerGeneration.underTest().get(0));
				OldServer old = new OldServer(this.folder);
				Guard guard = Scene.guard(GuardSettings.defaults(), scene.tier(role, "127.0.0.1", old.port))) {
			String id = role.name().toLowerCase(Locale.ROOT) + ".version";
			assertThatExceptionOfType(GuardRefusalException.class).isThrownBy(guard::admit).satisfies((ex) -> {
				assertThat(ex.report().refusals()).extracting(Finding::id).contains(id);
				assertThat(ex.description()).contains(id,
						"found Redis 3.2.5, needs Redis 6.2 or later, or Valkey: Commands that both tiers use do not"
								+ " exist there");
			});
			assertThat(guard.report().complete()).isTrue();
		}
	}

	@Test
	void understandsWhatAnOldServerTells() throws IOException {
		try (Scene scene = new Scene(ServerGeneration.underTest().get(0));
				OldServer old = new OldServer(this.folder, "--appendonly", "yes", "--maxmemory", "100mb",
						"--maxmemory-policy", "noeviction")) {
			GuardReport report = scene.inspect(scene.tier(TierRole.STORE, "127.0.0.1", old.port));
			assertThat(report.refusals()).extracting(Finding::id).containsExactly("store.version");
			assertThat(report.withVerdict(Verdict.UNKNOWN)).isEmpty();
			assertThat(Scene.finding(report, "store.flush-allowed").found())
				.isEqualTo("FLUSHALL and FLUSHDB allowed to this user");
		}
	}

	/**
	 * The dev services give each server a user of their own, which this one has no words
	 * for.
	 */
	private static final class OldServer implements AutoCloseable {

		private final int port;

		private final Process process;

		OldServer(Path folder, String... arguments) throws IOException {
			this.port = freePort();
			Path program = folder.resolve("redis-server");
			try (InputStream content = OldServer.class.getResourceAsStream(PROGRAM)) {
				Files.copy(Objects.requireNonNull(content, PROGRAM), program);
			}
			assertThat(program.toFile().setExecutable(true)).isTrue();
			List<String> command = new ArrayList<>(List.of(program.toString(), "--bind", "127.0.0.1", "--port",
					String.valueOf(this.port), "--dir", folder.toString(), "--save", ""));
			command.addAll(List.of(arguments));
			this.process = new ProcessBuilder(command).redirectErrorStream(true)
				.redirectOutput(folder.resolve("server.log").toFile())
				.start();
			Awaitility.await().until(this::isListening);
		}

		private boolean isListening() {
			assertThat(this.process.isAlive()).isTrue();
			try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), this.port)) {
				return socket.isConnected();
			}
			catch (IOException ex) {
				return false;
			}
		}

		private static int freePort() throws IOException {
			try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
				return socket.getLocalPort();
			}
		}

		@Override
		public void close() {
			this.process.destroyForcibly();
			this.process.onExit().join();
		}

	}

}
