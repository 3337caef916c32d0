package io.github.redistiers.store;

import java.util.List;
import java.util.Optional;

import io.github.redistiers.postoffice.Letters;
import io.github.redistiers.postoffice.Letters.Address;
import io.github.redistiers.postoffice.Letters.Letter;
import io.github.redistiers.postoffice.Letters.Postmark;
import io.github.redistiers.postoffice.Letters.Stamp;
import io.github.redistiers.store.queue.JobListener;
import io.github.redistiers.store.queue.QueueRepository;
import org.junit.jupiter.api.Test;

import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a native image is told about declared repositories and about listeners of jobs.
 */
class StoreRepositoryHintsTests {

	private final RuntimeHints hints = hints();

	@Test
	void knowTheProxy() {
		Object proxy = RepositoryProxy.create(Plain.class, Plain.class, (method) -> () -> {
		}, (method) -> Optional.empty(), "plain");
		Class<?>[] interfaces = proxy.getClass().getInterfaces();
		interfaces[0] = Letters.class;
		assertThat(RuntimeHintsPredicates.proxies().forInterfaces(interfaces)).accepts(this.hints);
	}

	@Test
	void knowWhatJobsCarry() {
		for (Class<?> type : List.of(Letter.class, Address.class)) {
			assertThat(RuntimeHintsPredicates.reflection().onType(type)).as(type.getName()).accepts(this.hints);
			assertThat(RuntimeHintsPredicates.reflection().onFieldAccess(type.getDeclaredFields()[0]))
				.as(type.getName())
				.accepts(this.hints);
			assertThat(RuntimeHintsPredicates.reflection().onConstructorInvocation(type.getDeclaredConstructors()[0]))
				.as(type.getName())
				.accepts(this.hints);
		}
	}

	@Test
	void knowMethodsAndWhatTheyTakeAndReturn() throws NoSuchMethodException {
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(Letters.class.getMethod("stamp", String.class, Stamp.class))).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(QueueRepository.class.getMethod("name")))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Stamp.class)).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(Postmark.class)).accepts(this.hints);
	}

	@Test
	void takeTheApplicationsOwnScriptsAlong() {
		assertThat(RuntimeHintsPredicates.resource().forResource("io/github/redistiers/postoffice/stamp.lua"))
			.accepts(this.hints);
		assertThat(RuntimeHintsPredicates.resource().forResource("scripts/burn.lua")).accepts(this.hints);
		assertThat(RuntimeHintsPredicates.resource().forResource("scripts/other.lua")).rejects(this.hints);
	}

	@Test
	void knowListenersOfJobs() throws NoSuchMethodException {
		assertThat(RuntimeHintsPredicates.reflection()
			.onMethodInvocation(Postman.class.getDeclaredMethod("carry", Letter.class))).accepts(this.hints);
	}

	private static RuntimeHints hints() {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			new StoreRepositoryScan(context, new StandardEnvironment())
				.register(List.of(Letters.class.getPackageName()));
			context.registerBean(Postman.class);
			DefaultGenerationContext generation = new DefaultGenerationContext(
					new ClassNameGenerator(ClassName.get(StoreRepositoryHintsTests.class)),
					new InMemoryGeneratedFiles());
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
			generation.writeGeneratedContent();
			return generation.getRuntimeHints();
		}
	}

	interface Plain {

		void call();

	}

	static class Postman {

		@JobListener(queue = "letters")
		void carry(Letter letter) {
			// nothing is carried here
		}

	}

}
