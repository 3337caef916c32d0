package io.github.redistiers;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import org.junit.jupiter.api.Disabled;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfiguration;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

/**
 * How the auto-configurations are laid out, held by the build.
 */
class AutoConfigurationArchitectureTests {

	private static final String ROOT = "io.github.redistiers";

	private static final JavaClasses MAIN = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
		.importPackages(ROOT + ".autoconfigure", ROOT + ".boot");

	private static final JavaClasses TESTS = new ClassFileImporter()
		.withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS)
		.importPackages(ROOT);

	@Test
	void keepsTheConcernsApart() {
		SlicesRuleDefinition.slices()
			.matching(ROOT + ".autoconfigure.(*)..")
			.should()
			.notDependOnEachOther()
			.because("each concern must be readable, and able to be absent, on its own")
			.check(MAIN);
	}

	@Test
	void keepsBootsLanguagesFreeOfConditions() {
		noClasses().that()
			.resideInAPackage(ROOT + ".boot..")
			.should()
			.dependOnClassesThat()
			.resideInAPackage(ROOT + ".autoconfigure..")
			.because("what a thing does must not depend on when it is there")
			.check(MAIN);
	}

	@Test
	void closesEachAutoConfigurationToExtension() {
		classes().that()
			.areAnnotatedWith(AutoConfiguration.class)
			.should()
			.haveModifier(JavaModifier.FINAL)
			.andShould()
			.resideInAPackage(ROOT + ".autoconfigure..")
			.because("an auto-configuration is a table of contents, not an extension point")
			.check(MAIN);
	}

	@Test
	void needsSpringSessionWhereItIsAskedForAlone() {
		noClasses().that()
			.haveNameNotMatching(".*\\.(StoreSession|StoreTierSession)\\w*(\\$\\w+)?")
			.should()
			.dependOnClassesThat()
			.resideInAPackage("org.springframework.session..")
			.because("Spring Session is never brought along: where an application has it, it gets the store by name")
			.check(MAIN);
	}

	@Test
	void neitherSleepsInTestsNorDisablesThem() {
		noClasses().should()
			.callMethod(Thread.class, "sleep", long.class)
			.orShould()
			.beAnnotatedWith(Disabled.class)
			.because("a test that waits blindly or does not run proves nothing")
			.check(TESTS);
	}

}
