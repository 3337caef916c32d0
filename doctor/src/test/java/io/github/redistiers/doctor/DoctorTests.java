package io.github.redistiers.doctor;

import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class DoctorTests {

	/** Each has a password in it wherever one may end up by mistake. */
	@ParameterizedTest
	@CsvSource(delimiter = '|',
			textBlock = """
					                                              | There is no server to judge
					redis://u:secret@host                         | A single URL does not say whether
					redis://u:secret@a redis://b --cache redis://c | Write either two URLs, or --cache and --store.
					redis://a redis://b redis://u:secret@c        | There are more than two URLs
					redis://a -a secret                           | There is an option that is unknown.
					--stor redis://u:secret@a                     | There is no option --stor.
					--password=secret redis://a redis://b         | There is no option --password.
					--cache redis://u:secret@a --cache redis://b  | --cache is there twice.
					--cache                                       | A value is missing after --cache.
					--timeout secret redis://a redis://b          | The value of --timeout is none that it may have.
					--timeout 0 redis://a redis://b               | --timeout is less than a second.
					--fail-on secret redis://a redis://b          | The value of --fail-on is none that it may have.
					--store u:secret@host                         | The store's address is one which begins with none of redis://
					--store http://u:secret@host                  | The store's address is one which begins with none of redis://
					--store redis://u:secret                      | The store's address is one whose port is not a number
					--store redis://u:se#secret@host              | The store's address is one
					--store redis://u:secret@                     | The store's address is one which names no host.
					--cache redis://u:%secret@host                | The cache's address is one which is not a URL.
					--cache redis-cluster://u:secret@a,           | The cache's address is one which names no host.
					--cache redis-sentinel://u:secret@a           | The cache's address is one which does not end with #
					--cert nowhere --store rediss://u:secret@a    | The file of --cert cannot be read.
					--ask-store-password --store redis://a        | The standard input has no password of the store.
					""")
	void refusesWhatMakesNoSenseWithoutRepeatingIt(String arguments, String sentence) {
		Outcome outcome = Outcome.of((arguments != null) ? arguments.split(" ") : new String[0]);
		assertThat(outcome.exitCode()).isEqualTo(2);
		assertThat(outcome.out()).isEmpty();
		assertThat(outcome.err()).startsWith(sentence).endsWith(" See --help.\n").hasLineCount(1);
	}

	@Test
	void refusesAMalformedAddressOfTheEnvironment() {
		Outcome outcome = Outcome.of(Map.of("REDISTIERS_STORE_URL", "redis://user:secret"), "");
		assertThat(outcome.exitCode()).isEqualTo(2);
		assertThat(outcome.err()).startsWith("The store's address is one whose port is not a number");
	}

	@Test
	void tellsHowItIsAsked() {
		Outcome outcome = Outcome.of("--help");
		assertThat(outcome.exitCode()).isZero();
		assertThat(outcome.out()).contains("java -jar redis-tiers-doctor.jar", "--json", "REDISTIERS_CACHE_PASSWORD",
				"Exit code: 0");
	}

	@Test
	void tellsItsVersion() {
		assertThat(Outcome.of("--version").out()).startsWith("Redis Tiers Doctor");
	}

}
