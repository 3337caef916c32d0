package io.github.redistiers.autoconfigure.aot;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

import io.github.redistiers.autoconfigure.aot.kiosk.Kiosk;
import io.github.redistiers.autoconfigure.aot.own.Brought;
import io.github.redistiers.autoconfigure.aot.stalls.Market;
import io.github.redistiers.boot.InvalidTierPropertyException;
import io.github.redistiers.boot.NoTierException;
import io.github.redistiers.boot.observe.CommandLatency;
import io.github.redistiers.devservices.RedisServerExtension;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.boot.convert.ApplicationConversionService;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.Compiled;
import org.springframework.core.test.tools.TestCompiler;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Applications that are processed ahead of time, with an address at which nothing is, and
 * started then, with another. Each test has all classes loaded anew, which takes most of
 * its time.
 */
@CompileWithForkedClassLoader
class AheadOfTimeIntegrationTests {

	private static final String CACHE = "redis-tiers.cache.url=";

	private static final String STORE = "redis-tiers.store.url=";

	private static final String COMMANDS = "redis-tiers.metrics.commands=";

	private static final String ANY = "redis://nowhere";

	@RegisterExtension
	static final RedisServerExtension cache = RedisServerExtension.cache();

	@RegisterExtension
	static final RedisServerExtension store = RedisServerExtension.store();

	@Test
	void haveBothTiersAndRefuseThatOneIsGone() {
		process(Market.class, CACHE + ANY, STORE + ANY).compile((market) -> {
			market.start((context) -> {
				Market.use(context);
				Market.expectStrictTemplates(context);
				assertThat(store.execute("GET", "shop:counter:views:door")).isEqualTo("1");
			}, CACHE + cache.address(), STORE + store.address());
			market.refuse("redis-tiers.store.url",
					"The store tier has no address, but it had one when the application was processed ahead of time",
					CACHE + cache.address());
			market.refuse("redis-tiers.cache.url",
					"The cache tier has no address, but it had one when the application was processed ahead of time",
					STORE + store.address());
		});
	}

	@Test
	void haveACacheAloneAndRefuseAStoreThatCameLater() {
		process(Kiosk.class, CACHE + ANY).compile((kiosk) -> {
			kiosk.start((context) -> {
				Kiosk.use(context);
				assertThat(context.getBeanNamesForType(RedisConnectionFactory.class))
					.containsExactly("redisCacheConnectionFactory");
				assertThat(cache.execute("EXISTS", "shop:cache-generation:papers")).isEqualTo(1L);
			}, CACHE + cache.address());
			kiosk.start((context) -> assertThat(recorder(context)).isNotInstanceOf(CommandLatency.class),
					CACHE + cache.address(), COMMANDS + false);
			kiosk.refuse("redis-tiers.store.url",
					"The store tier has an address, but it had none when the application was processed ahead of time",
					CACHE + cache.address(), STORE + store.address());
		});
	}

	@Test
	void haveAStoreAloneAndRefuseASwitchThatWasTurned() {
		process(Market.class, STORE + ANY).compile((market) -> {
			market.start((context) -> {
				Market.use(context);
				assertThat(context.getBeanNamesForType(RedisConnectionFactory.class))
					.containsExactly("redisConnectionFactory");
			}, STORE + store.address());
			market.refuse("redis-tiers.enabled",
					"redis-tiers.enabled is false, but it was true when the application was processed ahead of time",
					STORE + store.address(), "redis-tiers.enabled=false");
		});
	}

	@Test
	void haveAStoreByTheirOwnConnectionFactory() {
		process(Brought.class, "my.port=1")
			.compile((brought) -> brought.start(Brought::use, "my.port=" + store.port()));
		assertThat(store.execute("GET", "key")).isEqualTo("value");
	}

	@Test
	void haveAStoreByTheirOwnConnectionFactoryBesideACache() {
		process(Brought.class, "my.port=1", CACHE + ANY).compile((brought) -> brought.start(
				(context) -> assertThat(context.getBeansOfType(RedisConnectionFactory.class))
					.containsOnlyKeys("myConnectionFactory", "redisCacheConnectionFactory"),
				"my.port=" + store.port(), CACHE + cache.address()));
	}

	@Test
	void haveAStoreBySpringBootsPropertiesAndDecideAboutStrictTemplatesWhenTheyStart() {
		process(Market.class, "spring.data.redis.host=nowhere").compile((market) -> {
			market.start(Market::use, "spring.data.redis.host=" + store.host(),
					"spring.data.redis.port=" + store.port());
			market.start(Market::expectStrictTemplates, STORE + store.address());
		});
	}

	@Test
	void timeCommandsIfThatIsWantedWhenTheyStart() {
		process(Kiosk.class, CACHE + ANY, COMMANDS + false).compile(
				(kiosk) -> kiosk.start((context) -> assertThat(recorder(context)).isInstanceOf(CommandLatency.class),
						CACHE + cache.address()));
	}

	private static Object recorder(ApplicationContext context) {
		return context.getBean(LettuceConnectionFactory.class)
			.getRequiredNativeClient()
			.getResources()
			.commandLatencyRecorder();
	}

	@Test
	void areNotProcessedWithoutAnyTier() {
		assertThatExceptionOfType(NoTierException.class)
			.isThrownBy(() -> process(Kiosk.class, "redis-tiers.dev-services.enabled=false"));
	}

	private static Processed process(Class<?> application, String... properties) {
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			prepare(context, properties);
			context.register(application);
			TestGenerationContext generation = new TestGenerationContext(application);
			ClassName initializer = new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
			generation.writeGeneratedContent();
			return new Processed(generation, initializer);
		}
	}

	private static void prepare(GenericApplicationContext context, String... properties) {
		context.getBeanFactory().setConversionService(ApplicationConversionService.getSharedInstance());
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("spring.application.name=shop");
		TestPropertyValues.of(all).applyTo(context);
	}

	/**
	 * What was generated.
	 */
	private record Processed(TestGenerationContext generation, ClassName initializer) {

		/**
		 * Only once for each test: its class loader keeps the classes.
		 */
		private void compile(Consumer<Application> uses) {
			TestCompiler.forSystem()
				.with(this.generation)
				.compile((compiled) -> uses.accept(new Application(compiled, this.initializer)));
		}

	}

	/**
	 * What can be started, several times.
	 */
	private record Application(Compiled compiled, ClassName initializer) {

		private void start(Consumer<ApplicationContext> uses, String... properties) {
			try (GenericApplicationContext context = new GenericApplicationContext()) {
				prepare(context, properties);
				initialize(context, this.compiled.getInstance(ApplicationContextInitializer.class,
						this.initializer.canonicalName()));
				context.refresh();
				uses.accept(context);
			}
		}

		@SuppressWarnings("unchecked")
		private static void initialize(GenericApplicationContext context, ApplicationContextInitializer<?> generated) {
			((ApplicationContextInitializer<GenericApplicationContext>) generated).initialize(context);
		}

		private void refuse(String property, String sentence, String... properties) {
			assertThatExceptionOfType(InvalidTierPropertyException.class).isThrownBy(() -> start((context) -> {
			}, properties)).withMessageContaining(sentence).satisfies((refusal) -> {
				assertThat(refusal.getProperty()).isEqualTo(property);
				assertThat(refusal.getAction()).contains("ahead of time");
			});
		}

	}

}
