package io.github.redistiers.shop;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.util.FileSystemUtils;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody edits the shop while DevTools watches: it starts again within its JVM, on the
 * servers that it had.
 */
class DevToolsIntegrationTests {

	@TempDir
	Path folder = Path.of("");

	@Test
	void keepsTheServersAndTheCartOverARestart() throws IOException {
		Path classes = this.folder.resolve("classes");
		FileSystemUtils.copyRecursively(ClassPath.shop(), classes);
		List<Path> libraries = ClassPath.libraries(this.folder);
		String path = Stream.concat(Stream.of(classes), libraries.stream())
			.map(Path::toString)
			.collect(Collectors.joining(File.pathSeparator));
		try (ShopProcess shop = ShopProcess.start(this.folder, Map.of(), "-cp", path,
				ShopApplication.class.getName())) {
			Visitor before = shop.open(1);
			String total = before.submit("/cart/3", Map.of()).ok().text("cart-total");
			touch(classes.resolve("application.properties"));
			Visitor after = before.at(shop.open(2));
			assertThat(after.open("/").ok().text("cart-total")).isEqualTo(total);
			assertThat(shop.log()).containsOnlyOnce("Started a cache server for development at")
				.containsOnlyOnce("Started a store server for development at");
		}
	}

	private static void touch(Path file) throws IOException {
		Files.setLastModifiedTime(file, FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis() + 10_000));
	}

}
