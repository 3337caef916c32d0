package io.github.redistiers.autoconfigure.devservices;

import java.net.MalformedURLException;
import java.net.URI;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class PackagedApplicationTests {

	@ParameterizedTest
	@ValueSource(strings = { "jar:file:/opt/shop.jar!/BOOT-INF/lib/redis-tiers.jar!/",
			"file:/opt/tomcat/webapps/shop/WEB-INF/lib/redis-tiers.jar", "file:/opt/shop/BOOT-INF/classes/" })
	void knowsWhatIsNestedInAPackage(String location) throws MalformedURLException {
		assertThat(PackagedApplication.isNested(URI.create(location).toURL())).isTrue();
		assertThat(PackagedApplication.isArchive(URI.create(location).toURL())).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "file:/opt/shop/shop.jar", "file:/opt/shop/SHOP.WAR" })
	void knowsAnApplicationInAnArchive(String location) throws MalformedURLException {
		assertThat(PackagedApplication.isArchive(URI.create(location).toURL())).isTrue();
	}

	@ParameterizedTest
	@ValueSource(strings = { "file:/home/me/shop/target/classes/", "file:/home/me/shop/build/classes/java/main/" })
	void knowsClassFolders(String location) throws MalformedURLException {
		assertThat(PackagedApplication.isArchive(URI.create(location).toURL())).isFalse();
	}

	@ParameterizedTest
	@ValueSource(strings = "file:/home/me/.m2/repository/redis-tiers.jar")
	void takesALibraryInARepositoryForADevelopersOwn(String location) throws MalformedURLException {
		assertThat(PackagedApplication.isNested(URI.create(location).toURL())).isFalse();
	}

}
