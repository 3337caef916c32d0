package io.github.redistiers.store.ratelimit;

import java.util.Map;

import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.store.TestStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.aop.framework.autoproxy.DefaultAdvisorAutoProxyCreator;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.MapPropertySource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RateLimitedIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private TestStore store;

	private Accounts accounts;

	@BeforeEach
	void start() {
		this.store = TestStore.on(server.get(), new RateLimitStructure());
		this.context.registerBean(Logins.class, () -> this.store.repositories().create(Logins.class, "logins"));
		this.context.register(Application.class);
		this.context.getEnvironment()
			.getPropertySources()
			.addFirst(new MapPropertySource("test", Map.of("shop.orders", "4/1d")));
		this.context.refresh();
		this.accounts = this.context.getBean(Accounts.class);
	}

	@AfterEach
	void stop() {
		this.context.close();
		this.store.close();
	}

	@Test
	void limitsEachSubjectByItself() {
		this.accounts.login("ann");
		this.accounts.login("ann");
		assertThatExceptionOfType(RateLimitExceededException.class).isThrownBy(() -> this.accounts.login("ann"))
			.withMessageContaining("Accounts.login() is limited to 2/1d.")
			.satisfies((ex) -> {
				assertThat(ex.retryAfter()).isPositive();
				assertThat(ex.result().allowed()).isFalse();
			});
		this.accounts.login("bob");
		assertThat(this.accounts.logins()).isEqualTo(3);
	}

	@Test
	void limitsAllCallersTogetherWithoutASubject() {
		assertThat(this.accounts.report()).isEqualTo("report");
		assertThatExceptionOfType(RateLimitExceededException.class).isThrownBy(this.accounts::report);
	}

	@Test
	void resolvesPlaceholdersAndTakesTheCost() {
		this.accounts.order("ann", 3);
		assertThatExceptionOfType(RateLimitExceededException.class).isThrownBy(() -> this.accounts.order("ann", 2))
			.satisfies((ex) -> assertThat(ex.result().limit()).isEqualTo(RateLimit.perDay(4)));
		this.accounts.order("ann", 1);
	}

	@Test
	void refusesASubjectThatIsNot() {
		assertThatIllegalArgumentException().isThrownBy(() -> this.accounts.nobody(null))
			.withMessageContaining("Accounts.nobody() is null");
	}

	interface Logins extends RateLimitRepository {

	}

	static class Accounts {

		private int logins;

		@RateLimited(by = Logins.class, limits = "2/1d", subject = "#user")
		void login(String user) {
			this.logins++;
		}

		int logins() {
			return this.logins;
		}

		@RateLimited(by = Logins.class, limits = { "100/1s", "1/d" })
		String report() {
			return "report";
		}

		@RateLimited(by = Logins.class, limits = "${shop.orders:1/1d}", subject = "'order:' + #user", cost = "#amount")
		void order(String user, int amount) {
		}

		@RateLimited(by = Logins.class, limits = "1/1d", subject = "#user")
		void nobody(@Nullable String user) {
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

		@Bean
		static DefaultAdvisorAutoProxyCreator proxies() {
			DefaultAdvisorAutoProxyCreator creator = new DefaultAdvisorAutoProxyCreator();
			creator.setProxyTargetClass(true);
			return creator;
		}

		@Bean
		static RateLimitedAdvisor rateLimitedAdvisor(BeanFactory beanFactory) {
			return new RateLimitedAdvisor(beanFactory);
		}

		@Bean
		Accounts accounts() {
			return new Accounts();
		}

	}

}
