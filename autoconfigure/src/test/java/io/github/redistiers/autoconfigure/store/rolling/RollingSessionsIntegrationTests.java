package io.github.redistiers.autoconfigure.store.rolling;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.store.session.StoreSessionRepository;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.session.web.http.SessionRepositoryFilter;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Users who meet other instances with each request, while instances are replaced.
 */
class RollingSessionsIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private static final String SPRING = "redis-tiers.store.sessions.repository=spring";

	private static final String OLD_LAYOUT = "redis-tiers.store.sessions.repository=tiers";

	private static final String NEW_LAYOUT = "redis-tiers.store.sessions.layout=tiers";

	@Test
	void signsNobodyOutForwardsAndBack() {
		List<User> users = new ArrayList<>();
		for (int i = 0; i < 20; i++) {
			users.add(new User("user" + i));
		}
		try (Instance first = new Instance(SPRING)) {
			users.forEach((user) -> user.visits(first));
			try (Instance second = new Instance(OLD_LAYOUT)) {
				visitInTurn(users, first, second);
				try (Instance third = new Instance(OLD_LAYOUT, NEW_LAYOUT)) {
					users.forEach((user) -> user.visits(second));
					visitInTurn(users, second, third);
					users.forEach((user) -> user.visits(third));
					assertThat(third.sessions().counts().moved()).isPositive();
					visitInTurn(users, third, second);
				}
				second.sessions().sweep();
				visitInTurn(users, second, first);
				assertThat(second.meters().get("store.sessions.unknown").functionCounter().count()).isZero();
			}
			users.forEach((user) -> user.visits(first));
		}
		assertThat(users).allSatisfy((user) -> {
			assertThat(user.signedOut).isZero();
			assertThat(user.seen).isEqualTo(user.visits).isGreaterThan(10);
		});
	}

	@Test
	void countsARequestWithAnIdThatTheStoreDoesNotKnow() {
		try (Instance instance = new Instance(OLD_LAYOUT, NEW_LAYOUT)) {
			User user = new User("ann");
			user.visits(instance);
			server.execute("FLUSHALL");
			user.visits(instance);
			assertThat(user.signedOut).isEqualTo(1);
			assertThat(instance.meters().get("store.sessions.unknown").functionCounter().count()).isEqualTo(1);
		}
	}

	private static void visitInTurn(List<User> users, Instance... instances) {
		for (int round = 0; round < 2; round++) {
			for (int i = 0; i < users.size(); i++) {
				users.get(i).visits(instances[(i + round) % instances.length]);
			}
		}
	}

	/**
	 * Who asks with the cookie that the last answer gave.
	 */
	private static final class User {

		private final String name;

		private @Nullable Cookie cookie;

		private int visits;

		private int seen;

		private int signedOut;

		User(String name) {
			this.name = name;
		}

		void visits(Instance instance) {
			MockHttpServletRequest request = new MockHttpServletRequest();
			if (this.cookie != null) {
				request.setCookies(this.cookie);
			}
			MockHttpServletResponse response = new MockHttpServletResponse();
			AtomicInteger count = new AtomicInteger();
			instance.handle(request, response, count, this.name);
			if (this.cookie != null && count.get() == 1) {
				this.signedOut++;
			}
			Cookie set = response.getCookie("SESSION");
			this.cookie = (set != null) ? set : this.cookie;
			this.visits++;
			this.seen = count.get();
		}

	}

	/**
	 * One instance of the application.
	 */
	private static final class Instance implements AutoCloseable {

		private final ConfigurableApplicationContext context;

		Instance(String... properties) {
			this.context = new SpringApplicationBuilder(Application.class).web(WebApplicationType.SERVLET)
				.properties("spring.application.name=shop", "server.port=0", "spring.main.banner-mode=off",
						"redis-tiers.store.url=" + server.address())
				.properties(properties)
				.run();
		}

		StoreSessionRepository sessions() {
			return this.context.getBean(StoreSessionRepository.class);
		}

		MeterRegistry meters() {
			return this.context.getBean(MeterRegistry.class);
		}

		void handle(MockHttpServletRequest request, MockHttpServletResponse response, AtomicInteger count,
				String name) {
			try {
				this.context.getBean(SessionRepositoryFilter.class)
					.doFilter(request, response, new MockFilterChain(new HttpServlet() {

						@Override
						protected void service(HttpServletRequest asked, HttpServletResponse answered) {
							HttpSession session = asked.getSession();
							Visits visits = (Visits) Objects.requireNonNullElse(session.getAttribute("visits"),
									new Visits(name, 0));
							assertThat(visits.name()).isEqualTo(name);
							session.setAttribute("visits", new Visits(name, visits.count() + 1));
							count.set(visits.count() + 1);
						}

					}));
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

		@Override
		public void close() {
			this.context.close();
		}

	}

	record Visits(String name, int count) implements Serializable {

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

		@Bean
		MeterRegistry meters(List<MeterBinder> binders) {
			MeterRegistry registry = new SimpleMeterRegistry();
			binders.forEach((binder) -> binder.bindTo(registry));
			return registry;
		}

	}

}
