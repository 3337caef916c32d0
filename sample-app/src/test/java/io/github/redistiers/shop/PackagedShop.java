package io.github.redistiers.shop;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

import org.springframework.boot.loader.tools.Library;
import org.springframework.boot.loader.tools.LibraryScope;
import org.springframework.boot.loader.tools.Repackager;

/**
 * Packages the shop as Spring Boot's plugin does.
 */
final class PackagedShop {

	private PackagedShop() {
	}

	/**
	 * Makes {@code shop.jar}.
	 */
	static void in(Path folder) throws IOException {
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

}
