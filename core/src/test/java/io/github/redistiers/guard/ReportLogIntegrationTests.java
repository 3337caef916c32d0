package io.github.redistiers.guard;

import java.util.Map;
import java.util.stream.Collectors;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.devservices.ServerGeneration;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

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
		Logger logger = (Logger) LoggerFactory.getLogger(Guard.class);
		ListAppender<ILoggingEvent> appender = new ListAppender<>();
		appender.start();
		Level level = logger.getLevel();
		logger.setLevel(Level.INFO);
		logger.addAppender(appender);
		try {
			guard.admit();
			return appender.list.stream().map(ILoggingEvent::getFormattedMessage).collect(Collectors.joining("\n"));
		}
		finally {
			logger.detachAppender(appender);
			logger.setLevel(level);
		}
	}

}
