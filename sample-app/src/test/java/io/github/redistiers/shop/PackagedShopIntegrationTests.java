package io.github.redistiers.shop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The shop as Spring Boot packages it, run by <code>java -jar</code>. The servers for
 * development are in the jar, and are not started from there.
 */
class PackagedShopIntegrationTests {

	@TempDir
	static Path folder;

	@BeforeAll
	static void packageTheShop() throws IOException {
		PackagedShop.in(folder);
	}

	@Test
	void failsWithASentenceWithoutAnAddress() {
		try (ShopProcess shop = ShopProcess.start(folder, Map.of(), "-jar", "shop.jar")) {
			assertThat(shop.end()).isOne();
			assertThat(shop.log())
				.contains("APPLICATION FAILED TO START", "redis-tiers.store.url",
						"redis-tiers.dev-services.enabled=true")
				.doesNotContain("server for development at", "\tat ");
		}
	}

	@Test
	void startsServersWhenToldTo() {
		try (ShopProcess shop = ShopProcess.start(folder, Map.of("REDISTIERS_DEVSERVICES_ENABLED", "true"), "-jar",
				"shop.jar")) {
			assertThat(shop.open(1).submit("/cart/3", Map.of()).ok().body()).contains("1 × ");
			assertThat(shop.log()).contains("Started a cache server for development at",
					"Started a store server for development at");
		}
	}

}
