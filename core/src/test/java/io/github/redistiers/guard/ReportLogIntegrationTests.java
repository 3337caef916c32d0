package io.github.redistiers.guard;

import java.util.Map;
import java.util.stream.Collectors;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.devservices.ServerGeneration;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReportLogIntegrationTests {

	@Test
	void saysInTextWhatTheLogSays() {
		try (Scene scene = new Scene(ServerGeneration.underTest().get(0), (it) -> it,
				(it) -> it.user("app", "secret", "-@all", "+ping", "+info")
					.setting("maxmemory-policy", "allkeys-lru"))) {
			RedisTier gone = scene.tier(TierRole.CACHE, "127.0.0.1", 1);
			RedisTier store = scene.tier(TierRole.STORE, "127.0.0.1", scene.store().port(), "app", "secret");
			try (Guard guard = Scene.guard(Scene.settings(GuardMode.WARN, UnreachablePolicy.FAIL, Map.of()), gone,
					store)) {
				String logged = logged(guard);
				assertThat(guard.report().text()).isEqualTo(logged)
					.contains("Not judged until it can be reached: ", "The store tier: ", "to be mended:",
							"could not know:");
			}
		}
	}

	private static String logged(Guard guard) {
		try (LoggedLines log = new LoggedLines(Guard.class)) {
			guard.admit();
			return log.lines()
				.stream()
				.map((line) -> line.substring(line.indexOf(' ') + 1))
				.collect(Collectors.joining("\n"));
		}
	}

}
