package io.github.redistiers.observe;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.github.redistiers.observe.TierMeter.Group;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class TierMeterTests {

	private static final Path PAGE = Path.of("../docs/meters.md");

	private static final Pattern TABLE = Pattern.compile("<!-- meters: ([A-Z]+) -->\n.*?<!-- end -->", Pattern.DOTALL);

	@Test
	void isWhatTheDocumentationLists() throws IOException {
		String page = Files.readString(PAGE);
		String generated = TABLE.matcher(page)
			.replaceAll((table) -> Matcher.quoteReplacement(table(Group.valueOf(table.group(1)))));
		if (Boolean.getBoolean("redis-tiers.docs.write")) {
			Files.writeString(PAGE, generated);
		}
		assertThat(PAGE).as("run this test with -Dredis-tiers.docs.write=true to bring the page up to date")
			.content()
			.isEqualToNormalizingNewlines(generated);
		assertThat(TABLE.matcher(page).results().map((table) -> Group.valueOf(table.group(1))))
			.containsExactlyInAnyOrder(Group.values());
	}

	private static String table(Group group) {
		return Arrays.stream(TierMeter.values())
			.filter((meter) -> meter.group() == group)
			.map((meter) -> "| `%s` | %s | %s | %s |\n".formatted(meter.meterName(), meter.unit().baseUnit(),
					meter.tags().stream().map("`%s`"::formatted).collect(Collectors.joining(", ")),
					meter.description()))
			.collect(Collectors.joining("",
					"<!-- meters: " + group + " -->\n| meter | unit | tags | what it counts |\n|---|---|---|---|\n",
					"<!-- end -->"));
	}

	@Test
	void isNamedAsMicrometerNames() {
		assertThat(TierMeter.values()).extracting(TierMeter::meterName)
			.doesNotHaveDuplicates()
			.allMatch((name) -> name.matches("(cache|store|redis\\.tiers)(\\.[a-z]+)+"));
	}

}
