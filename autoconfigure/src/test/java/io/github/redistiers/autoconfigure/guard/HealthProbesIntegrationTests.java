package io.github.redistiers.autoconfigure.guard;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Objects;

import io.github.redistiers.devservices.RedisServerExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Kubernetes' probes are told of a web application whose tiers fail: both choices
 * that docs/health.md describes.
 */
class HealthProbesIntegrationTests {

	private static final int FINE = 200;

	private static final int UNAVAILABLE = 503;

	private static final String WITH_STORE = "--management.endpoint.health.group.readiness.include=readinessState,redis/store";

	@RegisterExtension
	static final RedisServerExtension cache = RedisServerExtension.cache();

	@RegisterExtension
	static final RedisServerExtension store = RedisServerExtension.store();

	@Test
	void keepTheApplicationInServiceWithoutItsStoreUnlessToldOtherwise() throws Exception {
		try (ConfigurableApplicationContext context = start()) {
			store.get().kill();
			Awaitility.await().until(() -> status(context, "") == UNAVAILABLE);
			assertThat(status(context, "/readiness")).isEqualTo(FINE);
			assertThat(status(context, "/liveness")).isEqualTo(FINE);
			store.get().restart();
			Awaitility.await().until(() -> status(context, "") == FINE);
		}
	}

	@Test
	void takeTheApplicationOutOfServiceWithItsStoreWhereItSaysSo() throws Exception {
		try (ConfigurableApplicationContext context = start(WITH_STORE)) {
			assertThat(status(context, "/readiness")).isEqualTo(FINE);
			store.get().fillToMaxmemory();
			Awaitility.await().until(() -> status(context, "/readiness") == UNAVAILABLE);
			assertThat(status(context, "/liveness")).isEqualTo(FINE);
			store.get().makeSpace();
			Awaitility.await().until(() -> status(context, "/readiness") == FINE);
			cache.get().kill();
			Awaitility.await().until(() -> body(context, "").contains("DEGRADED"));
			assertThat(body(context, "/readiness")).contains("redis", "store").doesNotContain("cache", "DEGRADED");
			assertThat(status(context, "/readiness")).isEqualTo(FINE);
			cache.get().restart();
		}
	}

	@Test
	void stayFineWithoutTheCache() throws Exception {
		try (ConfigurableApplicationContext context = start()) {
			cache.get().kill();
			Awaitility.await().until(() -> body(context, "").contains("DEGRADED"));
			assertThat(body(context, "/readiness")).doesNotContain("redis");
			assertThat(status(context, "")).isEqualTo(FINE);
			assertThat(status(context, "/redis/cache")).isEqualTo(FINE);
			cache.get().restart();
		}
	}

	private static ConfigurableApplicationContext start(String... arguments) {
		return new SpringApplicationBuilder(Application.class)
			.properties("spring.application.name=shop", "server.port=0", "spring.main.banner-mode=off",
					"redis-tiers.cache.url=" + cache.address(), "redis-tiers.store.url=" + store.address(),
					"redis-tiers.store.timeout=500ms", "redis-tiers.guard.watch-interval=100ms",
					"management.endpoint.health.probes.enabled=true", "management.endpoint.health.show-details=always")
			.run(arguments);
	}

	private static int status(ConfigurableApplicationContext context, String path) throws Exception {
		return get(context, path).statusCode();
	}

	private static String body(ConfigurableApplicationContext context, String path) throws Exception {
		return get(context, path).body();
	}

	private static HttpResponse<String> get(ConfigurableApplicationContext context, String path)
			throws IOException, InterruptedException {
		String port = Objects.requireNonNull(context.getEnvironment().getProperty("local.server.port"));
		URI uri = URI.create("http://localhost:" + port + "/actuator/health" + path);
		return HttpClient.newHttpClient().send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
