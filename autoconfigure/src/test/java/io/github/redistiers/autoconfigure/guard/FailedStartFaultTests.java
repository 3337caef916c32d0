package io.github.redistiers.autoconfigure.guard;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.github.redistiers.CacheTier;
import io.github.redistiers.devservices.RedisServerExtension;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.data.redis.connection.RedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * A start that fails while the cache tier still waits for its credentials.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(120)
class FailedStartFaultTests {

	@RegisterExtension
	static final RedisServerExtension cache = RedisServerExtension.cache();

	private static final AtomicInteger waiting = new AtomicInteger();

	private static volatile CountDownLatch vault = new CountDownLatch(1);

	@Test
	void saysNothingOfWhatItCutOff(CapturedOutput output) {
		Set<Thread> before = eventLoops();
		assertThatException()
			.isThrownBy(() -> start("--redis-tiers.cache.url=" + cache.address(),
					"--redis-tiers.cache.connect-timeout=60s", "--redis-tiers.guard.mode=off"))
			.withStackTraceContaining("the start fails");
		Awaitility.await().atMost(Duration.ofSeconds(30)).until(() -> before.containsAll(eventLoops()));
		// too late for anybody
		vault.countDown();
		Awaitility.await().until(() -> waiting.get() == 0);
		CompletableFuture.runAsync(() -> {
		}).join();
		assertThat(output).contains("the start fails")
			.doesNotContain("RejectedExecutionException")
			.doesNotContain("Event loop shut down");
	}

	private static Set<Thread> eventLoops() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> thread.getName().startsWith("lettuce-nioEventLoop"))
			.collect(Collectors.toSet());
	}

	private static void start(String... arguments) {
		new SpringApplicationBuilder(App.class).web(WebApplicationType.NONE)
			.properties("spring.application.name=shop", "spring.main.banner-mode=off")
			.registerShutdownHook(false)
			.run(arguments)
			.close();
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		@Bean
		Object failing(@CacheTier RedisConnectionFactory connectionFactory) {
			Awaitility.await().until(() -> waiting.get() > 0);
			throw new IllegalStateException("the start fails");
		}

		@Bean
		@CacheTier
		RedisCredentialsProvider slowVault() {
			return RedisCredentialsProvider.from(() -> {
				waiting.incrementAndGet();
				boolean isOpen = false;
				while (!isOpen) {
					try {
						vault.await();
						isOpen = true;
					}
					catch (InterruptedException ex) {
						// it heeds nobody
					}
				}
				waiting.decrementAndGet();
				return RedisCredentials.just("default", "any");
			});
		}

	}

}
