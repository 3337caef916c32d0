package io.github.redistiers.shop;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.loader.tools.Library;
import org.springframework.boot.loader.tools.LibraryScope;
import org.springframework.boot.loader.tools.Repackager;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The shop as Spring Boot packages it, run by <code>java -jar</code>. The servers for
 * development are in the jar, and are not started from there.
 */
class PackagedShopIntegrationTests {

	@TempDir
	static Path folder;

	@BeforeAll
	static void packageTheShop() throws Exception {
		Path plain = ClassPath.jar(ClassPath.shop(), folder.resolve("plain.jar"));
		List<Path> libraries = ClassPath.libraries(folder);
		Repackager repackager = new Repackager(plain.toFile());
		repackager.setMainClass(ShopApplication.class.getName());
		repackager.repackage(folder.resolve("shop.jar").toFile(), (callback) -> {
			for (Path library : libraries) {
				callback.library(new Library(library.toFile(), LibraryScope.RUNTIME));
			}
		});
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
