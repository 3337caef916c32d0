package io.github.redistiers.store.reservation;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.store.TestStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Sums that are right whichever process reserves, confirms, releases and forgets.
 */
@Timeout(120)
class ReservationProcessesConcurrencyTests {

	private static final int THREADS_EACH = 32;

	private static final int ROUNDS = Integer.getInteger("redis-tiers.test.races", 30);

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	@Test
	void sellsNoMoreThanThereIsAndLosesNothingInTwoProcesses() throws Exception {
		try (TestStore store = TestStore.on(server.get(), new ReservationStructure())) {
			Customers customers = new Customers(store, "this");
			customers.restock();
			Process process = start();
			try (BufferedReader others = process.inputReader(StandardCharsets.UTF_8)) {
				assertThat(others.readLine()).isEqualTo("ready");
				process.outputWriter().append('\n').flush();
				customers.run(THREADS_EACH, ROUNDS);
				for (int item = 0; item < Customers.ITEMS; item++) {
					String[] other = others.readLine().split(" ");
					customers.awaitSums(item, customers.confirmed(item) + Long.parseLong(other[1]),
							customers.abandoned(item) + Long.parseLong(other[2]));
				}
				assertThat(process.waitFor()).isZero();
			}
			finally {
				process.destroyForcibly();
			}
		}
	}

	private static Process start() throws IOException {
		List<String> command = List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx256m",
				"-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"),
				Customers.class.getName(), server.host(), String.valueOf(server.port()), String.valueOf(THREADS_EACH),
				String.valueOf(ROUNDS));
		return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
	}

}
