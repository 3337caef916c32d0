package io.github.redistiers.shop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.shop.Visitor.Page;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The shop with the beans that were decided when it was built: what {@code process-aot}
 * generates is in the jar, and is used when it is asked for.
 */
class AheadOfTimeShopIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension cache = RedisServerExtension.cache();

	@RegisterExtension
	static final RedisServerExtension store = RedisServerExtension.store();

	@TempDir
	static Path folder;

	@BeforeAll
	static void packageTheShop() throws IOException {
		PackagedShop.in(folder);
	}

	@Test
	void sellsTea() {
		try (ShopProcess shop = start(
				Map.of("REDISTIERS_CACHE_URL", cache.address(), "REDISTIERS_STORE_URL", store.address()))) {
			Visitor visitor = shop.open(1);
			assertThat(shop.log()).contains("Starting AOT-processed ShopApplication");
			assertThat(visitor.open("/products/7").ok().text("read-from")).isEqualTo("from the database");
			assertThat(visitor.open("/products/7").ok().text("read-from")).isEqualTo("from the cache");
			assertThat(visitor.signIn("Ada", "assam").ok().body()).contains("Ada");
			assertThat(visitor.submit("/cart/5", Map.of()).ok().body()).contains("1 × ");
			assertThat(visitor.submit("/cart/checkout", Map.of()).ok().body()).contains("1 tin held for you until");
			Awaitility.await()
				.untilAsserted(() -> assertThat(visitor.open("/").ok().orders()).containsExactly("0", "0", "0", "1"));
			Page paid = visitor.submit("/cart/pay", Map.of()).ok();
			assertThat(paid.body()).contains("1 tin paid for", "Ada");
			assertThat(keys(cache)).isNotEmpty().allMatch((key) -> key.startsWith("shop:cache"));
			assertThat(keys(store)).anyMatch((key) -> key.startsWith("shop:session"))
				.anyMatch((key) -> key.startsWith("shop:reservation"))
				.anyMatch((key) -> key.startsWith("shop:counter:page-views:"))
				.noneMatch((key) -> key.startsWith("shop:cache"));
		}
	}

	@Test
	void doesNotLookForItsStoreAtLocalhostWhereItHasNoAddressAnyMore() {
		try (ShopProcess shop = start(Map.of("REDISTIERS_CACHE_URL", cache.address()))) {
			assertThat(shop.end()).isOne();
			assertThat(shop.log()).contains("APPLICATION FAILED TO START",
					"The store tier has no address, but it had one when the application was processed ahead of time.",
					"Set redis-tiers.store.url")
				.doesNotContain("\tat ");
		}
	}

	@Test
	void refusesASwitchThatComesTooLate() {
		try (ShopProcess shop = start(Map.of("REDISTIERS_CACHE_URL", cache.address(), "REDISTIERS_STORE_URL",
				store.address(), "REDISTIERS_STORE_SESSIONS_REPOSITORY", "spring"))) {
			assertThat(shop.end()).isOne();
			assertThat(shop.log()).contains("APPLICATION FAILED TO START",
					"redis-tiers.store.sessions.repository is spring, but it was tiers when the application was processed ahead of time");
		}
	}

	private static ShopProcess start(Map<String, String> environment) {
		Map<String, String> patient = new HashMap<>(environment);
		// a busy machine is not what this is about
		patient.putAll(Map.of("REDISTIERS_CACHE_TIMEOUT", "5s", "REDISTIERS_STORE_TIMEOUT", "5s"));
		return ShopProcess.start(folder, patient, "-Dspring.aot.enabled=true", "-jar", "shop.jar");
	}

	private static List<String> keys(RedisServerExtension server) {
		Object reply = Objects.requireNonNull(server.execute("KEYS", "*"));
		return ((List<?>) reply).stream().map(String::valueOf).toList();
	}

}
