package io.github.redistiers.autoconfigure.connection;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.redistiers.CacheTier;
import io.github.redistiers.StoreTier;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RecordedCommand;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.TrafficRecorder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.Parameter;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisReactiveAutoConfiguration;
import org.springframework.boot.data.redis.autoconfigure.DataRedisRepositoriesAutoConfiguration;
import org.springframework.boot.session.autoconfigure.SessionAutoConfiguration;
import org.springframework.boot.session.data.redis.autoconfigure.SessionDataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each server sees its own tier's traffic and nothing of the other's.
 */
@EachServerGeneration
class TierTrafficIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension cache = RedisServerExtension.cache();

	@RegisterExtension
	static final RedisServerExtension store = RedisServerExtension.store();

	@Parameter
	ServerGeneration generation = ServerGeneration.REDIS_6_2;

	private WebApplicationContextRunner runner() {
		return new WebApplicationContextRunner()
			.withInitializer((context) -> AutoConfigurationPackages
				.register((BeanDefinitionRegistry) context.getBeanFactory(), Carts.class.getPackageName()))
			.withPropertyValues("spring.application.name=shop", "spring.session.data.redis.configure-action=none",
					"redis-tiers.cache.url=" + cache.address(), "redis-tiers.store.url=" + store.address())
			.withConfiguration(AutoConfigurations.of(TierConnectionAutoConfiguration.class,
					BootRedisBackOffAutoConfiguration.class, DataRedisAutoConfiguration.class,
					DataRedisReactiveAutoConfiguration.class, DataRedisRepositoriesAutoConfiguration.class,
					SessionAutoConfiguration.class, SessionDataRedisAutoConfiguration.class))
			.withBean(Templates.class);
	}

	@Test
	void goesToTheServerOfItsTier() {
		try (TrafficRecorder onCache = TrafficRecorder.on(cache.get());
				TrafficRecorder onStore = TrafficRecorder.on(store.get())) {
			runner().run((context) -> {
				assertThat(context).hasNotFailed();
				useEverything(context);
				assertThat(keys(onCache)).isNotEmpty().allMatch((key) -> key.startsWith("cache-"));
				assertThat(keys(onStore)).contains("store-plain", "store-qualified", "store-reactive", "carts:7")
					.anyMatch((key) -> key.startsWith("spring:session:"))
					.noneMatch((key) -> key.startsWith("cache-"));
			});
		}
	}

	@Test
	void keepsIndexedSessionsOnTheStore() {
		try (TrafficRecorder onCache = TrafficRecorder.on(cache.get());
				TrafficRecorder onStore = TrafficRecorder.on(store.get())) {
			runner().withPropertyValues("spring.session.data.redis.repository-type=indexed").run((context) -> {
				assertThat(context).hasNotFailed();
				saveSession(context.getBean(SessionRepository.class));
				assertThat(keys(onStore)).anyMatch((key) -> key.startsWith("spring:session:"));
				assertThat(keys(onCache)).isEmpty();
			});
		}
	}

	@Test
	void carriesTheNamesOfItsApplicationAndTier() {
		runner().run((context) -> {
			useEverything(context);
			assertThat(clientNames(cache)).containsOnly("shop:cache");
			assertThat(clientNames(store)).containsOnly("shop:store");
		});
	}

	private static void useEverything(ApplicationContext context) {
		Templates templates = context.getBean(Templates.class);
		templates.plain.opsForValue().set("store-plain", "x");
		templates.store.opsForValue().set("store-qualified", "x");
		templates.reactive.opsForValue().set("store-reactive", "x").block(Duration.ofSeconds(5));
		templates.cache.opsForValue().set("cache-blocking", "x", Duration.ofMinutes(1));
		templates.reactiveCache.opsForValue()
			.set("cache-reactive", "x", Duration.ofMinutes(1))
			.block(Duration.ofSeconds(5));
		context.getBean(Carts.class).save(new Cart("7"));
		saveSession(context.getBean(SessionRepository.class));
	}

	private static <S extends Session> void saveSession(SessionRepository<S> sessions) {
		S session = sessions.createSession();
		session.setAttribute("cart", "7");
		sessions.save(session);
	}

	private static Set<String> keys(TrafficRecorder recorder) {
		return recorder.commands()
			.stream()
			.map(RecordedCommand::arguments)
			.filter((arguments) -> !arguments.isEmpty())
			.map((arguments) -> arguments.get(0))
			.filter((argument) -> argument.contains(":") || argument.contains("-"))
			.collect(Collectors.toSet());
	}

	private static List<String> clientNames(RedisServerExtension server) {
		return String.valueOf(server.execute("CLIENT", "LIST"))
			.lines()
			.flatMap((line) -> List.of(line.split(" ")).stream())
			.filter((field) -> field.startsWith("name=") && !field.equals("name="))
			.map((field) -> field.substring("name=".length()))
			.toList();
	}

	record Templates(StringRedisTemplate plain, @StoreTier StringRedisTemplate store,
			ReactiveStringRedisTemplate reactive, @CacheTier StringRedisTemplate cache,
			@CacheTier ReactiveStringRedisTemplate reactiveCache) {

	}

}
