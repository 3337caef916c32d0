package io.github.redistiers;

import java.io.IOException;

import org.junit.jupiter.api.Test;

import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.aot.AotServices;
import org.springframework.cache.interceptor.SimpleKey;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a native image is told about this library, whatever the application has.
 */
class RuntimeHintsTests {

	private final RuntimeHints hints = new RuntimeHints();

	RuntimeHintsTests() {
		AotServices.factories()
			.load(RuntimeHintsRegistrar.class)
			.stream()
			.filter((registrar) -> registrar.getClass().getName().startsWith("io.github.redistiers."))
			.forEach((registrar) -> registrar.registerHints(this.hints, getClass().getClassLoader()));
	}

	@Test
	void takeEveryScriptAlong() throws IOException {
		Resource[] scripts = new PathMatchingResourcePatternResolver()
			.getResources("classpath*:io/github/redistiers/**/*.lua");
		assertThat(scripts).hasSizeGreaterThan(30);
		for (Resource script : scripts) {
			String path = script.getURL().toString();
			String name = path.substring(path.indexOf("io/github/redistiers/"));
			assertThat(RuntimeHintsPredicates.resource().forResource(name)).as(name).accepts(this.hints);
		}
	}

	@Test
	void tellWhatKeysOfSeveralPartsAreReadBy() throws NoSuchFieldException {
		assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(SimpleKey.class.getDeclaredField("params")))
			.accepts(this.hints);
	}

}
