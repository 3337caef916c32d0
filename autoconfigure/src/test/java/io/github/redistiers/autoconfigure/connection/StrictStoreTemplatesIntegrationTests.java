package io.github.redistiers.autoconfigure.connection;

import java.time.Duration;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.strict.RefusedCommandException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisRepositoriesAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.data.redis.core.ReactiveRedisTemplate;
import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * An application on a strict store.
 */
@EachServerGeneration
class StrictStoreTemplatesIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private static final Duration MINUTE = Duration.ofMinutes(1);

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withInitializer((context) -> AutoConfigurationPackages
			.register((BeanDefinitionRegistry) context.getBeanFactory(), Offers.class.getPackageName()))
		.withConfiguration(AutoConfigurations.of(TierConnectionAutoConfiguration.class,
				BootRedisBackOffAutoConfiguration.class, DataRedisAutoConfiguration.class,
				DataRedisReactiveAutoConfiguration.class, DataRedisRepositoriesAutoConfiguration.class));

	StrictStoreTemplatesIntegrationTests(ServerGeneration generation) {
	}

	@Test
	void isRefusedWhatItShouldNotDo() {
		this.runner.withPropertyValues("redis-tiers.store.url=" + server.address()).run((context) -> {
			StringRedisTemplate template = context.getBean(StringRedisTemplate.class);
			template.opsForValue().set("a", "1");
			assertThatExceptionOfType(RefusedCommandException.class).isThrownBy(() -> template.expire("a", MINUTE));
			assertThatExceptionOfType(RefusedCommandException.class).isThrownBy(() -> template.keys("*"));
			assertThat(server.execute("TTL", "a")).isEqualTo(-1L);
		});
	}

	@Test
	@SuppressWarnings("unchecked")
	void keepsObjectsAsBefore() {
		this.runner.withPropertyValues("redis-tiers.store.url=" + server.address()).run((context) -> {
			RedisTemplate<Object, Object> template = context.getBean("redisTemplate", RedisTemplate.class);
			template.opsForValue().set("a", Duration.ofDays(1));
			assertThat(template.opsForValue().get("a")).isEqualTo(Duration.ofDays(1));
			ReactiveRedisTemplate<Object, Object> reactive = context.getBean("reactiveRedisTemplate",
					ReactiveRedisTemplate.class);
			assertThat(reactive.opsForValue().get("a").block()).isEqualTo(Duration.ofDays(1));
		});
	}

	@Test
	void mayExpireWhatItsRepositoriesKeep() {
		this.runner.withPropertyValues("redis-tiers.store.url=" + server.address()).run((context) -> {
			context.getBean(Offers.class).save(new Offer("x"));
			assertThat((Long) server.execute("TTL", "offers:x")).isPositive();
		});
	}

	@Test
	void maySendWhatItAllows() {
		this.runner
			.withPropertyValues("redis-tiers.store.url=" + server.address(),
					"redis-tiers.store.strict-allowed-commands=keys,set")
			.run((context) -> {
				StringRedisTemplate template = context.getBean(StringRedisTemplate.class);
				template.opsForValue().set("a", "1", MINUTE);
				assertThat(template.keys("*")).containsExactly("a");
				assertThatExceptionOfType(RefusedCommandException.class).isThrownBy(() -> template.expire("a", MINUTE));
			});
	}

	@Test
	void goesOnAsBeforeOnSpringBootsAddress() {
		this.runner.withPropertyValues("spring.data.redis.url=" + server.address()).run((context) -> {
			StringRedisTemplate template = context.getBean(StringRedisTemplate.class);
			template.opsForValue().set("a", "1", MINUTE);
			assertThat(template.keys("*")).containsExactly("a");
		});
	}

}
