package io.github.redistiers.autoconfigure.endpoint;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.StreamSupport;

import io.github.redistiers.autoconfigure.endpoint.TiersEndpointIntegrationTests.Application.Features;
import io.github.redistiers.autoconfigure.endpoint.TiersEndpointIntegrationTests.Application.Mails;
import io.github.redistiers.autoconfigure.endpoint.TiersEndpointIntegrationTests.Application.Prices;
import io.github.redistiers.autoconfigure.endpoint.TiersEndpointIntegrationTests.Application.Views;
import io.github.redistiers.autoconfigure.endpoint.onetier.CacheOnly;
import io.github.redistiers.autoconfigure.endpoint.onetier.StoreOnly;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.StoreRepository;
import io.github.redistiers.store.counter.CounterRepository;
import io.github.redistiers.store.flag.Flag;
import io.github.redistiers.store.flag.FlagRepository;
import io.github.redistiers.store.queue.QueueRepository;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A web application with its management endpoint, asked over HTTP.
 */
@EachServerGeneration
class TiersEndpointIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension cache = RedisServerExtension.cache();

	@RegisterExtension
	static final RedisServerExtension store = RedisServerExtension.store();

	private static final String EXPOSED = "management.endpoints.web.exposure.include=redistiers";

	private static final String WRITABLE = "management.endpoint.redistiers.access=unrestricted";

	private static final String MARKER = "s3cr3t";

	TiersEndpointIntegrationTests(ServerGeneration generation) {
	}

	@Test
	void isNotExposedUnlessItIsAskedFor() {
		try (Running application = start(cacheUrl(), storeUrl())) {
			assertThat(application.get("").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void showsTiersAndTheirServers() {
		try (Running application = start(cacheUrl(), storeUrl(), EXPOSED)) {
			JsonNode all = application.read("");
			assertThat(fieldNames(all)).containsExactly("at", "tiers", "findings", "caches", "queues", "repositories");
			assertThat(texts(all.get("tiers"), "name")).containsExactlyInAnyOrder("cache", "store");
			for (JsonNode tier : all.get("tiers")) {
				assertThat(tier.get("topology").asString()).isEqualTo("single");
				assertThat(tier.get("mode").asString()).isEqualTo("enforce");
				assertThat(tier.get("reached").asBoolean()).isTrue();
				JsonNode server = tier.get("servers").get(0);
				assertThat(server.get("product").asString()).matches("(Redis|Valkey) [0-9.]+");
				assertThat(server.get("role").asString()).isEqualTo("primary");
				assertThat(server.get("replicas").asInt()).isZero();
				assertThat(server.get("maxMemory").asLong()).isPositive();
			}
			assertThat(application.read("/tiers")).isEqualTo(application.read("").get("tiers"));
			assertThat(application.read("/tiers/store").get(0).get("role").asString()).isEqualTo("store");
			assertThat(application.get("/tiers/another").statusCode()).isEqualTo(404);
			assertThat(application.get("/another").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void showsWhatHasDriftedOnceItHasLookedAgain() {
		try (Running application = start(cacheUrl(), storeUrl(), EXPOSED, WRITABLE,
				"redis-tiers.guard.watch-interval=0")) {
			assertThat(application.read("/findings/store.eviction-policy").get(0).get("verdict").asString())
				.isEqualTo("ok");
			store.execute("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
			assertThat(application.read("/findings/store.eviction-policy").get(0).get("verdict").asString())
				.as("what the guard knows")
				.isEqualTo("ok");
			JsonNode findings = application.write("/findings", "{}");
			JsonNode wrong = findings.get(0);
			assertThat(wrong.get("id").asString()).isEqualTo("store.eviction-policy");
			assertThat(wrong.get("verdict").asString()).isEqualTo("wrong");
			assertThat(wrong.get("severity").asString()).isEqualTo("error");
			assertThat(wrong.get("found").asString()).isEqualTo("allkeys-lru");
			assertThat(wrong.get("needs").asString()).isEqualTo("noeviction");
			assertThat(wrong.get("remedy").size()).isPositive();
			assertThat(wrong.get("page").asString()).endsWith("docs/findings/store.eviction-policy.md");
			assertThat(application.read("/findings/store.eviction-policy").get(0)).isEqualTo(wrong);
			store.execute("CONFIG", "SET", "maxmemory-policy", "noeviction");
			application.write("/findings", "{}");
			assertThat(texts(application.read("/findings"), "verdict")).doesNotContain("wrong");
		}
	}

	@Test
	void bypassesTheCachesWhileItIsTold() {
		try (Running application = start(cacheUrl(), storeUrl(), EXPOSED, WRITABLE)) {
			Prices prices = application.bean(Prices.class);
			assertThat(prices.of("tea")).isEqualTo(prices.of("tea"));
			JsonNode before = application.read("/caches/prices").get(0);
			assertThat(before.get("hits").asLong()).isEqualTo(1);
			assertThat(before.get("timeToLive").asString()).startsWith("PT");
			assertThat(before.get("timeToLiveInForce").asString()).isEqualTo(before.get("timeToLive").asString());
			assertThat(application.read("/caches").path("bypassedFor").asString("")).isEmpty();
			JsonNode bypassed = application.write("/caches", "{\"bypassed\": true, \"duration\": \"10m\"}");
			assertThat(Duration.parse(bypassed.get("bypassedFor").asString())).isBetween(Duration.ofMinutes(1),
					Duration.ofMinutes(10));
			assertThat(prices.of("tea")).isNotEqualTo(prices.of("tea"));
			assertThat(application.read("").get("caches").get("caches").get(0).get("bypassed").asLong()).isPositive();
			JsonNode used = application.write("/caches", "{\"bypassed\": false}");
			assertThat(used.path("bypassedFor").asString("")).isEmpty();
			assertThat(prices.of("tea")).isEqualTo(prices.of("tea"));
			assertThat(
					Duration.parse(application.write("/caches", "{\"bypassed\": true}").get("bypassedFor").asString()))
				.as("unless a time is said")
				.isLessThanOrEqualTo(Duration.ofMinutes(15));
			assertThat(application.post("/caches", "{\"bypassed\": true, \"duration\": \"2d\"}").statusCode())
				.isEqualTo(400);
			assertThat(application.post("/caches", "{}").statusCode()).isEqualTo(400);
			assertThat(application.post("/repositories", "{}").statusCode()).isEqualTo(400);
		}
	}

	@Test
	void pausesAQueue() {
		try (Running application = start(cacheUrl(), storeUrl(), EXPOSED, WRITABLE)) {
			Mails mails = application.bean(Mails.class);
			mails.enqueue("letter");
			JsonNode queue = application.read("/queues").get(0);
			assertThat(queue.get("id").asString()).isEqualTo("checkout:mails");
			assertThat(queue.get("ready").asLong()).isEqualTo(1);
			assertThat(queue.get("paused").asBoolean()).isFalse();
			assertThat(application.write("/queues/checkout:mails", "{\"paused\": true}").get("paused").asBoolean())
				.isTrue();
			assertThat(mails.status().isPaused()).isTrue();
			assertThat(application.read("/queues/checkout:mails").get(0).get("paused").asBoolean()).isTrue();
			assertThat(application.write("/queues/checkout:mails", "{\"paused\": false}").get("paused").asBoolean())
				.isFalse();
			assertThat(mails.status().isPaused()).isFalse();
			assertThat(application.post("/queues/another", "{\"paused\": true}").statusCode()).isEqualTo(404);
			assertThat(application.post("/queues/checkout:mails", "{}").statusCode()).isEqualTo(400);
			assertThat(application.post("/caches/prices", "{\"paused\": true}").statusCode()).isEqualTo(400);
		}
	}

	@Test
	void showsWhoFilledTheStore() {
		try (Running application = start(cacheUrl(), storeUrl(), EXPOSED)) {
			application.bean(Views.class).increment("home");
			application.bean(Mails.class).enqueue("x".repeat(50_000));
			application.bean(Features.class).set(Flag.onOff("new-search", false), true);
			JsonNode repositories = application.read("/repositories");
			assertThat(texts(repositories, "id")).startsWith("checkout:mails").contains("views", "features");
			JsonNode mails = repositories.get(0);
			assertThat(mails.get("bytesSent").asLong()).isGreaterThan(50_000);
			assertThat(mails.get("keyPatterns").get(0).asString()).isEqualTo("shop:queue:{checkout}:mails:*");
			JsonNode views = application.read("/repositories/views").get(0);
			assertThat(views.get("structures").get(0).asString()).isEqualTo("counter");
			assertThat(views.get("type").asString()).isEqualTo(Views.class.getName());
			assertThat(views.get("bytesSent").asLong()).isPositive();
			assertThat(application.get("/repositories/another").statusCode()).isEqualTo(404);
		}
	}

	@Test
	void writesNothingUnlessThatIsPermitted() {
		try (Running application = start(cacheUrl(), storeUrl(), EXPOSED)) {
			for (String path : List.of("/findings", "/caches", "/queues/checkout:mails")) {
				assertThat(application.post(path, "{\"bypassed\": true, \"paused\": true}").statusCode())
					.isEqualTo(405);
			}
			assertThat(application.read("/caches").path("bypassedFor").asString("")).isEmpty();
			assertThat(application.bean(Mails.class).status().isPaused()).isFalse();
		}
	}

	@Test
	void showsWhatIsKnownOfAStoreThatIsAway() {
		try (Running application = start(cacheUrl(), storeUrl(), EXPOSED, WRITABLE,
				"redis-tiers.guard.watch-interval=100ms", "redis-tiers.store.timeout=30s")) {
			store.get().pause();
			try {
				assertThat(application.read("/queues").get(0).get("problem").asString())
					.isEqualTo("The store did not answer within a second.");
				assertThat(application.read("").get("queues").get(0).has("ready")).isFalse();
			}
			finally {
				store.get().resume();
			}
			Awaitility.await().until(() -> application.read("/queues").get(0).has("ready"));
			store.get().kill();
			Awaitility.await()
				.until(() -> !application.read("/tiers/store").get(0).get("servers").get(0).get("reached").asBoolean());
			assertThat(application.read("/tiers/store").get(0).get("servers").get(0).get("problem").asString())
				.isNotEmpty();
			assertThat(application.read("/queues").get(0).get("problem").asString()).isNotEmpty();
			assertThat(application.read("/tiers/cache").get(0).get("reached").asBoolean()).isTrue();
			assertThat(application.post("/queues/checkout:mails", "{\"paused\": true}").statusCode()).isEqualTo(503);
			store.get().restart();
			Awaitility.await()
				.until(() -> application.read("/tiers/store").get(0).get("servers").get(0).get("reached").asBoolean());
		}
	}

	@Test
	void worksWithOneTierAlone() {
		try (Running application = start(CacheOnly.class, cacheUrl(), EXPOSED, WRITABLE)) {
			JsonNode all = application.read("");
			assertThat(texts(all.get("tiers"), "name")).containsExactly("cache");
			assertThat(all.get("queues").size()).isZero();
			assertThat(all.get("repositories").size()).isZero();
			assertThat(application.post("/queues/mails", "{\"paused\": true}").statusCode()).isEqualTo(404);
		}
		try (Running application = start(StoreOnly.class, storeUrl(), EXPOSED, WRITABLE)) {
			JsonNode all = application.read("");
			assertThat(texts(all.get("tiers"), "name")).containsExactly("store");
			assertThat(all.get("caches").get("caches").size()).isZero();
			assertThat(application.post("/caches", "{\"bypassed\": true}").statusCode()).isEqualTo(400);
		}
	}

	@Test
	void tellsNoSecret() {
		for (RedisServerExtension server : List.of(cache, store)) {
			server.execute("ACL", "SETUSER", "user-" + MARKER, "on", ">password-" + MARKER, "~*", "&*", "+@all");
		}
		List<String> bodies = new ArrayList<>();
		try (Running application = start("redis-tiers.cache.url=" + withCredentials(cache),
				"redis-tiers.store.url=" + withCredentials(store), EXPOSED, WRITABLE,
				"redis-tiers.guard.watch-interval=100ms")) {
			assertThat(String.valueOf(store.execute("CLIENT", "LIST"))).contains("user=user-" + MARKER);
			application.bean(Prices.class).of("key-" + MARKER);
			application.bean(Views.class).increment("key-" + MARKER);
			application.bean(Mails.class).enqueue("job-" + MARKER);
			application.write("/findings", "{}");
			bodies.addAll(everything(application));
			assertThat(String.join("", bodies)).contains("shop:counter:views:*").contains("\"reached\":true");
			// the server knows that user no more: whatever it says now is shown
			for (RedisServerExtension server : List.of(cache, store)) {
				server.execute("ACL", "DELUSER", "user-" + MARKER);
			}
			Awaitility.await().until(() -> application.read("/queues").get(0).has("problem"));
			bodies.add(application.post("/queues/checkout:mails", "{\"paused\": true}").body());
			bodies.addAll(everything(application));
		}
		assertThat(bodies).noneMatch((body) -> body.contains(MARKER));
	}

	/**
	 * Servers and the guard name a user whom they refuse something.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "redis-tiers.store.url=redis://%s:%d", "redis-tiers.store.masterreplica.nodes=%s:%d" })
	void namesNoUserWhoMayNotDoSomething(String address) {
		String user = "user-" + MARKER;
		store.execute("ACL", "SETUSER", user, "on", ">password", "~*", "&*", "+@all", "-config");
		try (Running application = start(cacheUrl(), address.formatted(store.host(), store.port()),
				"redis-tiers.store.username=" + user, "redis-tiers.store.password=password", EXPOSED, WRITABLE)) {
			assertThat(texts(application.read("/findings"), "why")).contains("The user <user> may not run CONFIG GET.");
			store.execute("ACL", "SETUSER", user, "-evalsha", "-eval");
			assertThat(application.read("/queues").get(0).get("problem").asString()).contains("NOPERM")
				.doesNotContain(MARKER);
			store.execute("ACL", "SETUSER", user, "-@all");
			application.write("/findings", "{}");
			assertThat(application.get("").body()).doesNotContain(MARKER);
		}
		finally {
			store.execute("ACL", "DELUSER", user);
		}
	}

	private static String withCredentials(RedisServerExtension server) {
		return "redis://user-%1$s:password-%1$s@%2$s:%3$d".formatted(MARKER, server.host(), server.port());
	}

	private static List<String> everything(Running application) {
		List<String> bodies = new ArrayList<>();
		for (String path : List.of("", "/tiers", "/findings", "/caches", "/queues", "/repositories", "/tiers/store",
				"/caches/prices", "/queues/checkout:mails", "/repositories/views")) {
			HttpResponse<String> response = application.get(path);
			assertThat(response.statusCode()).as(path).isEqualTo(200);
			bodies.add(response.body());
		}
		return bodies;
	}

	private static String cacheUrl() {
		return "redis-tiers.cache.url=" + cache.address();
	}

	private static String storeUrl() {
		return "redis-tiers.store.url=" + store.address();
	}

	private static List<String> texts(JsonNode array, String field) {
		return StreamSupport.stream(array.spliterator(), false).map((entry) -> entry.get(field).asString()).toList();
	}

	private static List<String> fieldNames(JsonNode object) {
		return List.copyOf(object.propertyNames());
	}

	private static Running start(String... properties) {
		return start(Application.class, properties);
	}

	private static Running start(Class<?> type, String... properties) {
		return new Running(type, properties);
	}

	/**
	 * A running application.
	 */
	private static final class Running implements AutoCloseable {

		private final HttpClient client = HttpClient.newHttpClient();

		private final JsonMapper json = JsonMapper.builder().build();

		private final ConfigurableApplicationContext context;

		Running(Class<?> type, String... properties) {
			this.context = new SpringApplicationBuilder(type).web(WebApplicationType.SERVLET)
				.properties("spring.application.name=shop", "server.port=0", "spring.main.banner-mode=off",
						"redis-tiers.cache.timeout=2s")
				.properties(properties)
				.run();
		}

		<T> T bean(Class<T> type) {
			return this.context.getBean(type);
		}

		JsonNode read(String path) {
			return body(get(path));
		}

		JsonNode write(String path, String body) {
			return body(post(path, body));
		}

		private JsonNode body(HttpResponse<String> response) {
			assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
			return this.json.readTree(response.body());
		}

		HttpResponse<String> get(String path) {
			return send(HttpRequest.newBuilder(address(path)).GET());
		}

		HttpResponse<String> post(String path, String body) {
			return send(HttpRequest.newBuilder(address(path))
				.header("Content-Type", "application/json")
				.POST(BodyPublishers.ofString(body)));
		}

		private HttpResponse<String> send(HttpRequest.Builder request) {
			try {
				return this.client.send(request.build(), BodyHandlers.ofString());
			}
			catch (Exception ex) {
				throw new IllegalStateException(ex);
			}
		}

		private URI address(String path) {
			String port = this.context.getEnvironment().getProperty("local.server.port");
			return URI.create("http://localhost:" + Objects.requireNonNull(port) + "/actuator/redistiers" + path);
		}

		@Override
		public void close() {
			this.context.close();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableCaching
	static class Application {

		@Bean
		Prices prices() {
			return new Prices();
		}

		static class Prices {

			private final AtomicInteger asked = new AtomicInteger();

			@Cacheable("prices")
			public String of(String product) {
				return "price " + this.asked.incrementAndGet();
			}

		}

		@StoreRepository("views")
		interface Views extends CounterRepository {

		}

		@StoreRepository("features")
		interface Features extends FlagRepository {

		}

		@StoreRepository(value = "mails", group = "checkout")
		interface Mails extends QueueRepository<String> {

		}

	}

}
