package io.github.redistiers.cache;

import java.util.List;
import java.util.Optional;

import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.cache.annotation.Cacheable;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CachedMethodsHints}.
 */
class CachedMethodsHintsTests {

	@Test
	void knowWhatCachesHoldAndWhatKeysAreMadeOf() throws NoSuchMethodException {
		RuntimeHints hints = hints(true);
		for (Class<?> type : List.of(Page.class, Line.class)) {
			assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(type.getDeclaredFields()[0]))
				.as(type.getName())
				.accepts(hints);
			assertThat(RuntimeHintsPredicates.reflection().onConstructorInvocation(type.getDeclaredConstructors()[0]))
				.as(type.getName())
				.accepts(hints);
		}
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Place.class.getMethod("shelf")))
			.accepts(hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Other.class)).rejects(hints);
	}

	@Test
	void sayNothingWithoutACacheTier() {
		assertThat(RuntimeHintsPredicates.reflection().onType(Page.class)).rejects(hints(false));
	}

	private static RuntimeHints hints(boolean withCacheTier) {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			context.registerBean(Books.class);
			if (withCacheTier) {
				context.registerBean(CachedMethods.class);
			}
			DefaultGenerationContext generation = new DefaultGenerationContext(
					new ClassNameGenerator(ClassName.get(CachedMethodsHintsTests.class)), new InMemoryGeneratedFiles());
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
			return generation.getRuntimeHints();
		}
	}

	static class Books {

		@Cacheable("pages")
		Optional<Page> page(Place place, int number) {
			return Optional.empty();
		}

		Other other() {
			return new Other(1);
		}

	}

	record Place(String shelf) {

	}

	record Page(List<Line> lines) {

	}

	record Line(String text) {

	}

	record Other(int value) {

	}

}
