package io.github.redistiers.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import io.github.redistiers.TierRole;
import io.github.redistiers.devservices.ServerGeneration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A server that falls silent while it is judged keeps a start waiting once, not once for
 * each check.
 */
class SilentServerFaultTests {

	@Test
	void isWaitedForOnce() {
		List<UnknownFactException> failures = new ArrayList<>();
		try (Scene scene = new Scene(ServerGeneration.underTest().get(0))) {
			ServerCheck check = check("store.silence", (server) -> {
				scene.store().pause();
				failures.add(failure(server, "DBSIZE"));
				failures.add(failure(server, "LASTSAVE"));
				scene.store().resume();
				throw failures.get(0);
			});
			GuardReport report = ServerChecksIntegrationTests.inspect(scene.storeTier(), check);
			assertThat(Scene.finding(report, "store.silence").verdict()).isEqualTo(Verdict.UNKNOWN);
		}
		assertThat(failures).hasSize(2);
		assertThat(failures.get(0)).hasMessage("The server did not answer DBSIZE in time.");
		assertThat(failures.get(1)).isSameAs(failures.get(0));
	}

	@Test
	void isNotTakenForOneThatRefusesToFlush() {
		try (Scene scene = new Scene(ServerGeneration.underTest().get(0))) {
			ServerCheck flush = new FlushAllowedCheck();
			ServerCheck check = check(flush.id(), (server) -> {
				server.info();
				scene.store().pause();
				try {
					return flush.judge(server);
				}
				finally {
					scene.store().resume();
				}
			});
			GuardReport report = ServerChecksIntegrationTests.inspect(scene.storeTier(), check);
			assertThat(Scene.finding(report, flush.id()).verdict()).isEqualTo(Verdict.UNKNOWN);
		}
	}

	private static ServerCheck check(String id, Function<InspectedServer, Judgement> judge) {
		return new ServerCheck() {

			@Override
			public String id() {
				return id;
			}

			@Override
			public TierRole role() {
				return TierRole.STORE;
			}

			@Override
			public Judgement judge(InspectedServer server) {
				return judge.apply(server);
			}

		};
	}

	private static UnknownFactException failure(InspectedServer server, String command) {
		try {
			throw new AssertionError("answered: " + server.ask(command));
		}
		catch (UnknownFactException ex) {
			return ex;
		}
	}

}
