package io.github.redistiers.observe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TierMeterTests {

	@Test
	void isWhatTheDocumentationLists() throws IOException {
		assertThat(Files.readString(Path.of("../docs/meters.md")).lines().filter((line) -> line.startsWith("| `")))
			.containsExactlyElementsOf(Arrays.stream(TierMeter.values())
				.map((meter) -> "| `%s` | %s |".formatted(meter.meterName(), meter.description()))
				.toList());
	}

	@Test
	void isNamedAsMicrometerNames() {
		assertThat(TierMeter.values()).extracting(TierMeter::meterName)
			.doesNotHaveDuplicates()
			.allMatch((name) -> name.matches("(cache|store)(\\.[a-z]+)+"));
	}

}
