package io.github.redistiers;

import java.time.Clock;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Date;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * The import table of the design, held by the build.
 */
class ArchitectureTests {

	private static final String ROOT = "io.github.redistiers";

	private static final String[] EVERYWHERE = { "java..", "javax.net.ssl..", "org.jspecify..",
			"org.springframework.core..", "org.springframework.aot..", "org.springframework.lang..",
			"org.springframework.util..", "org.apache.commons.logging..", ROOT };

	private static final JavaClasses MAIN = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(ROOT)
		.that(not(resideInAPackage("io.github.redistiers.devservices..")));

	private static final JavaClasses TESTS = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
		.importPackages(ROOT);

	@ParameterizedTest
	@EnumSource
	void importsOnlyWhatTheDesignAllows(Room room) {
		ArchRule rule = classes().that()
			.resideInAnyPackage(room.packages)
			.should()
			.onlyDependOnClassesThat()
			.resideInAnyPackage(
					Stream.of(EVERYWHERE, room.packages, room.imports).flatMap(Arrays::stream).toArray(String[]::new))
			.because(room.reason)
			.allowEmptyShould(true);
		rule.check(MAIN);
	}

	@Test
	void knowsNoSpringBoot() {
		noClasses().should()
			.dependOnClassesThat()
			.resideInAnyPackage("org.springframework.boot..")
			.because("behaviour lives here and conditions live in autoconfigure, "
					+ "so that each can be read and tested without the other")
			.check(MAIN);
	}

	@Test
	void hasNoPackagesThatImportEachOtherInALoop() {
		SlicesRuleDefinition.slices()
			.matching(ROOT + ".(**)")
			.should()
			.beFreeOfCycles()
			.because("a knot of packages can neither be read nor changed one at a time")
			.check(MAIN);
	}

	@Test
	void asksNoClockOfTheApplicationsForTheStore() {
		noClasses().that()
			.resideInAPackage(ROOT + ".store..")
			.should()
			.callMethod(System.class, "currentTimeMillis")
			.orShould()
			.callMethodWhere(target(name("now")).and(target(owner(resideInAPackage("java.time..")))))
			.orShould()
			.callConstructor(Date.class)
			.orShould()
			.dependOnClassesThat()
			.belongToAnyOf(Clock.class, InstantSource.class)
			.because("several applications share a store and their clocks differ: a script asks the server's")
			.check(MAIN);
	}

	@Test
	void doesNotSleepInTests() {
		noClasses().should()
			.callMethod(Thread.class, "sleep", long.class)
			.because("a test that sleeps is slow on a fast machine and red on a slow one: await a condition instead")
			.check(TESTS);
	}

	@Test
	void doesNotDisableTests() {
		noClasses().should()
			.beAnnotatedWith(Disabled.class)
			.orShould()
			.dependOnClassesThat()
			.haveFullyQualifiedName("org.junit.jupiter.api.Assumptions")
			.because("a test that did not run proves nothing")
			.check(TESTS.that(not(equivalentTo(ArchitectureTests.class))));
	}

	enum Room {

		ROOT_WORDS(packages(ROOT), imports("org.springframework.beans.factory.annotation.."),
				"the shared words hold no behaviour and every other package imports them"),

		CONNECTION(packages(ROOT + ".connection.."),
				imports("org.springframework.data.redis..", "org.springframework.dao..", "org.springframework.beans..",
						"org.springframework.context..", "io.lettuce..", "io.netty..", "reactor..",
						"org.reactivestreams..", "org.apache.commons.pool2.."),
				"connections serve every room and know none of them"),

		SCRIPT(packages(ROOT + ".script.."),
				imports(ROOT + ".connection..", "org.springframework.data.redis..", "org.springframework.dao..",
						"io.lettuce.."),
				"a script's loader knows no meaning"),

		TRACKING(packages(ROOT + ".tracking.."), imports(ROOT + ".connection..", "io.lettuce.."),
				"what the server tells is passed on without knowing what it means"),

		CODEC(packages(ROOT + ".codec.."), imports("tools.jackson..", "com.fasterxml.jackson.annotation.."),
				"values become bytes without knowing where they are kept"),

		BREAKER(packages(ROOT + ".breaker.."),
				imports("io.lettuce..", "io.netty..", "io.github.resilience4j..", "org.springframework.util.."),
				"a breaker hears of commands without knowing what they are for"),

		CACHE(packages(ROOT + ".cache.."),
				imports(ROOT + ".breaker..", ROOT + ".connection..", ROOT + ".script..", ROOT + ".codec..",
						ROOT + ".tracking..", "org.springframework.cache..", "org.springframework.transaction..",
						"org.springframework.data.redis..", "org.springframework.dao..", "org.springframework.beans..",
						"org.springframework.context..", "org.springframework.aop..", "org.springframework.data.util..",
						"io.lettuce..", "io.github.resilience4j..", "reactor..", "org.reactivestreams..",
						"tools.jackson.."),
				"the cache may vanish at any time, so nothing in it may reach for the store"),

		STORE(packages(ROOT + ".store.."), imports(ROOT + ".breaker..", ROOT + ".connection..", ROOT + ".script..",
				ROOT + ".codec..", ROOT + ".tracking..", "org.springframework.data.redis..",
				"org.springframework.dao..", "org.springframework.beans..", "org.springframework.context..",
				"org.springframework.aop..", "org.springframework.cglib..", "org.aopalliance..",
				"org.springframework.data.projection..", "org.springframework.expression..",
				"org.springframework.format..", "org.springframework.http..", "org.springframework.web..",
				"jakarta.servlet..", "org.springframework.data.geo..", "org.springframework.session..",
				"org.springframework.security..", "tools.jackson.databind..", "com.fasterxml.jackson.annotation..",
				"io.lettuce..", "io.github.resilience4j..", "reactor..", "org.reactivestreams.."),
				"what must not be lost may not depend on what may"),

		GUARD(packages(ROOT + ".guard.."),
				imports(ROOT + ".connection..", "org.springframework.data.redis..", "org.springframework.beans..",
						"org.springframework.context..", "io.lettuce.."),
				"the guard judges servers, whatever the application keeps on them"),

		OBSERVE(packages(ROOT + ".observe.."), imports("io.micrometer.."), "who watches must not be able to interfere");

		private final String[] packages;

		private final String[] imports;

		private final String reason;

		Room(String[] packages, String[] imports, String reason) {
			this.packages = packages;
			this.imports = imports;
			this.reason = reason;
		}

		private static String[] packages(String... packages) {
			return packages;
		}

		private static String[] imports(String... packages) {
			return packages;
		}

	}

}
