package io.github.redistiers.autoconfigure.observe;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.ServerGeneration;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * What somebody does to a store while an application works is in its log, its events, its
 * meters, its health and its endpoint at the next look, and so is its being right again,
 * whoever the guard connects as. What that user cannot see is unknown there, not right.
 */
@EachServerGeneration
@ExtendWith(OutputCaptureExtension.class)
class DriftIntegrationTests {

	private final ServerGeneration generation;

	DriftIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	static Stream<Arguments> drifts() {
		return Stream.of(Drift.values())
			.flatMap((drift) -> Stream.of(StoreUser.values())
				.filter(drift::isSeenBy)
				.map((user) -> Arguments.of(drift, user)));
	}

	@ParameterizedTest
	@MethodSource("drifts")
	void isToldEverywhereAndSoIsItsEnd(Drift drift, StoreUser user, CapturedOutput output) {
		new DriftScene(this.generation, user, output).assertTold(drift.finding(), drift.status(),
				UnaryOperator.identity(), drift::happenTo, drift::endOn);
	}

	@ParameterizedTest
	@EnumSource(mode = Mode.EXCLUDE, names = "DEFAULT")
	void isUnknownToWhomMayNotSeeIt(StoreUser user, CapturedOutput output) {
		new DriftScene(this.generation, user, output).assertUnknown(Drift.NO_FSYNC.finding(),
				"The user <user> may not run CONFIG GET.", Drift.NO_FSYNC::happenTo);
	}

}
