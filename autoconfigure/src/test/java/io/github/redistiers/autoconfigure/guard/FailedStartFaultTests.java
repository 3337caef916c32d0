package io.github.redistiers.autoconfigure.guard;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.github.redistiers.CacheTier;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerPreset;
import io.github.redistiers.guard.GuardRefusalException;
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

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A start that the guard refuses while the cache tier still waits for its credentials:
 * the log says what is wrong with the store, and nothing of what was cut off by that.
 */
@ExtendWith(OutputCaptureExtension.class)
@Timeout(120)
class FailedStartFaultTests {

	@RegisterExtension
	static final RedisServerExtension cache = RedisServerExtension.cache();

	private static final AtomicInteger waiting = new AtomicInteger();

	private static volatile CountDownLatch vault = new CountDownLatch(1);

	@Test
	void complainsOfTheStoreAlone(CapturedOutput output) {
		try (RedisServer evicting = RedisServer.builder()
			.preset(ServerPreset.STORE)
			.setting("maxmemory-policy", "allkeys-lru")
			.start()) {
			evicting.execute("PING");
			Set<Thread> before = eventLoops();
			assertThatExceptionOfType(GuardRefusalException.class)
				.isThrownBy(() -> start("--redis-tiers.cache.url=" + cache.address(),
						"--redis-tiers.store.url=" + evicting.address(), "--redis-tiers.cache.connect-timeout=2s"));
			assertThat(waiting).hasPositiveValue();
			Awaitility.await().until(() -> before.containsAll(eventLoops()));
		}
		// too late for anybody
		vault.countDown();
		Awaitility.await().until(() -> waiting.get() == 0);
		CompletableFuture.runAsync(() -> {
		}).join();
		assertThat(output).contains("found allkeys-lru, needs noeviction").doesNotContain("\tat ");
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
