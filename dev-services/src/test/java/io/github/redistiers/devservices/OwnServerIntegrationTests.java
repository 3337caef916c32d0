package io.github.redistiers.devservices;

import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.extension.RegisterExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An extension in an instance field.
 */
@EachServerGeneration
class OwnServerIntegrationTests {

	private static final Set<Path> folders = ConcurrentHashMap.newKeySet();

	@RegisterExtension
	final RedisServerExtension own = RedisServerExtension.cache();

	private final ServerGeneration generation;

	OwnServerIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@RepeatedTest(2)
	void isOfTheGenerationAndOfThisTestAlone() {
		assertThat((String) this.own.execute("INFO")).matches(this.generation::matches);
		assertThat(folders).allSatisfy((earlier) -> assertThat(earlier).doesNotExist());
		assertThat(folders.add(this.own.get().dataDirectory())).isTrue();
	}

}
