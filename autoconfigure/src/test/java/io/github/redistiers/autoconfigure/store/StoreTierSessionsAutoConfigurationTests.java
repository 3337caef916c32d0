package io.github.redistiers.autoconfigure.store;

import java.time.Duration;
import java.util.HashMap;

import io.github.redistiers.autoconfigure.connection.BootRedisBackOffAutoConfiguration;
import io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration;
import io.github.redistiers.boot.Analyses;
import io.github.redistiers.boot.store.SessionMeters;
import io.github.redistiers.store.session.SessionSweeper;
import io.github.redistiers.store.session.StoreSessionRepository;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.session.autoconfigure.SessionAutoConfiguration;
import org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.session.MapSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.data.redis.RedisSessionRepository;
import org.springframework.session.web.http.SessionRepositoryFilter;

import static org.assertj.core.api.Assertions.assertThat;

class StoreTierSessionsAutoConfigurationTests {

	private static final String STORE = "redis-tiers.store.url=redis://store.invalid:7001";

	private static final String TIERS = "redis-tiers.store.sessions.repository=tiers";

	private static final AutoConfigurations CONFIGURATIONS = AutoConfigurations.of(
			TierConnectionAutoConfiguration.class, BootRedisBackOffAutoConfiguration.class,
			DataRedisAutoConfiguration.class, StoreTierRepositoriesAutoConfiguration.class,
			StoreTierSessionsAutoConfiguration.class, StoreTierSessionMetricsAutoConfiguration.class,
			SessionDataRedisAutoConfiguration.class, SessionAutoConfiguration.class);

	private final WebApplicationContextRunner runner = new WebApplicationContextRunner()
		.withPropertyValues("spring.application.name=shop", STORE)
		.withConfiguration(CONFIGURATIONS);

	@ParameterizedTest
	@ValueSource(strings = { "a=b", "redis-tiers.store.sessions.repository=spring" })
	void leavesSessionsToSpringSessionsOwnRepository(String property) {
		this.runner.withPropertyValues(property)
			.run((context) -> assertThat(context).hasSingleBean(SessionRepository.class)
				.hasSingleBean(RedisSessionRepository.class)
				.doesNotHaveBean(SessionSweeper.class)
				.doesNotHaveBean(SessionMeters.class));
	}

	@Test
	void keepsSessionsInOurRepositoryWhereThatIsWanted() {
		this.runner.withPropertyValues(TIERS)
			.run((context) -> assertThat(context).hasSingleBean(SessionRepository.class)
				.hasSingleBean(StoreSessionRepository.class)
				.hasSingleBean(SessionRepositoryFilter.class)
				.hasSingleBean(SessionSweeper.class)
				.hasSingleBean(SessionMeters.class));
	}

	@ParameterizedTest
	@CsvSource({ "spring.session.timeout=90, 90", "spring.session.timeout=2h, 7200",
			"server.servlet.session.timeout=5m, 300", "a=b, 1800" })
	void takesTheTimeoutFromSpring(String property, long seconds) {
		this.runner.withPropertyValues(TIERS, property).run((context) -> {
			Session session = context.getBean(StoreSessionRepository.class).createSession();
			assertThat(session.getMaxInactiveInterval()).isEqualTo(Duration.ofSeconds(seconds));
		});
	}

	@Test
	void leavesTheApplicationsOwnRepository() {
		this.runner.withPropertyValues(TIERS)
			.withBean(MapSessionRepository.class, () -> new MapSessionRepository(new HashMap<>()))
			.run((context) -> assertThat(context).hasSingleBean(SessionRepository.class)
				.hasSingleBean(MapSessionRepository.class));
	}

	@ParameterizedTest
	@CsvSource({ "redis-tiers.store.sessions.touch-fraction=2, touch-fraction",
			"redis-tiers.store.sessions.touch-fraction=-1, touch-fraction",
			"redis-tiers.store.sessions.sweep-interval=0s, sweep-interval",
			"spring.session.data.redis.repository-type=indexed, layout" })
	void refusesAValueThatCannotWork(String property, String named) {
		this.runner.withPropertyValues(TIERS, property).run((context) -> {
			FailureAnalysis analysis = Analyses.of(context.getStartupFailure());
			assertThat(analysis.getDescription()).contains("redis-tiers.store.sessions." + named);
			assertThat(analysis.getAction()).contains("redis-tiers.store.sessions." + named);
		});
	}

	@Test
	void takesTheOtherLayoutWhereSpringSessionsWasIndexed() {
		this.runner
			.withPropertyValues(TIERS, "spring.session.data.redis.repository-type=indexed",
					"redis-tiers.store.sessions.layout=tiers")
			.run((context) -> assertThat(context).hasSingleBean(StoreSessionRepository.class));
	}

	@Test
	void refusesToStartWhereThereCanBeNoSuchSessions() {
		new ReactiveWebApplicationContextRunner().withPropertyValues(STORE, TIERS)
			.withConfiguration(CONFIGURATIONS)
			.run((context) -> assertRefused(context.getStartupFailure()));
		new ApplicationContextRunner().withPropertyValues(STORE, TIERS)
			.withConfiguration(CONFIGURATIONS)
			.run((context) -> assertRefused(context.getStartupFailure()));
		this.runner.withPropertyValues(TIERS)
			.withClassLoader(new FilteredClassLoader("org.springframework.session"))
			.run((context) -> assertRefused(context.getStartupFailure()));
	}

	private static void assertRefused(@Nullable Throwable failure) {
		FailureAnalysis analysis = Analyses.of(failure);
		assertThat(analysis.getDescription()).contains("redis-tiers.store.sessions.repository is tiers");
		assertThat(analysis.getAction()).contains("Remove the property");
	}

}
