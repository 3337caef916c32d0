package io.github.redistiers.store.flag;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/**
 * Who gets which value.
 */
class FlagSharesTests {

	private static final Flag<Boolean> ONE = Flag.onOff("new-checkout", false);

	private static final Flag<Boolean> OTHER = Flag.onOff("new-search", false);

	private static final int SUBJECTS = 20_000;

	private static final List<IntFunction<String>> KINDS = List.of(String::valueOf, (number) -> "user-" + number,
			(number) -> "user" + number + "@example.org", (number) -> new UUID(number, -number).toString(),
			(number) -> "%08d".formatted(number), (number) -> "Jürgen " + number);

	@Test
	void areAsLargeAsTheySay() {
		for (IntFunction<String> subjects : KINDS) {
			for (String share : List.of("1%", "10%", "25%", "50%", "90%")) {
				double expected = Double.parseDouble(share.replace("%", "")) / 100;
				// six times the standard deviation
				double tolerance = 6 * Math.sqrt(expected * (1 - expected) / SUBJECTS);
				assertThat((double) on(ONE, share, subjects).size() / SUBJECTS).as(subjects.apply(1) + " " + share)
					.isCloseTo(expected, within(tolerance));
			}
		}
	}

	@Test
	void onlyGainSubjectsWhileTheyGrow() {
		Set<String> before = Set.of();
		for (int thousandths = 0; thousandths <= 100_000; thousandths += 1777) {
			Set<String> now = IntStream.range(0, 2000)
				.mapToObj(KINDS.get(1))
				.filter(reads(ONE, thousandths / 1000.0 + "%"))
				.collect(Collectors.toSet());
			assertThat(now.containsAll(before)).isTrue();
			before = now;
		}
	}

	@Test
	void areIndependentOfEachOther() {
		for (IntFunction<String> subjects : KINDS) {
			for (String share : List.of("10%", "50%")) {
				Set<String> one = on(ONE, share, subjects);
				Set<String> both = new HashSet<>(one);
				both.retainAll(on(OTHER, share, subjects));
				double expected = Double.parseDouble(share.replace("%", "")) / 100;
				double tolerance = 6 * Math.sqrt(expected * (1 - expected) / one.size());
				assertThat((double) both.size() / one.size()).as(subjects.apply(1) + " " + share)
					.isCloseTo(expected, within(tolerance));
			}
		}
	}

	@Test
	void areAllOrNothingAtTheEnds() {
		assertThat(on(ONE, "0%", KINDS.get(0))).isEmpty();
		assertThat(on(ONE, "100%", KINDS.get(0))).hasSize(SUBJECTS);
		assertThat(ONE.read("99.999%").value()).as("without a subject").isFalse();
		assertThat(ONE.read("100%").value()).as("without a subject").isTrue();
	}

	/**
	 * As another implementation has computed it. These never change between releases, or
	 * all visitors would see another page.
	 */
	@Test
	void stayAsTheyAre() {
		assertThat(Murmur3.hash(0, "new-checkout")).isEqualTo(0xf67c9ed3);
		assertThat(IntStream.range(0, 40).filter((number) -> ONE.read("25%").value("user-" + number)))
			.containsExactly(1, 3, 8, 11, 22, 24, 25, 28, 29);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"a\":1,\"b\":2,\"c\":7}", "{a:100, b:200, c:700}" })
	void ofVariantsAreAsTheirWeights(String text) {
		Rule<String> rule = Flag.text("variants", "a").read(text);
		Map<String, Long> counts = IntStream.range(0, SUBJECTS)
			.mapToObj((number) -> rule.value("user-" + number))
			.collect(Collectors.groupingBy((value) -> value, Collectors.counting()));
		assertThat(counts.getOrDefault("a", 0L) / (double) SUBJECTS).isCloseTo(0.1, within(0.015));
		assertThat(counts.getOrDefault("b", 0L) / (double) SUBJECTS).isCloseTo(0.2, within(0.018));
		assertThat(counts.getOrDefault("c", 0L) / (double) SUBJECTS).isCloseTo(0.7, within(0.02));
		assertThat(rule.value()).as("without a subject").isEqualTo("c");
	}

	@Test
	void ofVariantsOnlyPassFromOneToTheOtherWhereTheyMeet() {
		Rule<String> before = Flag.text("variants", "a").read("{a:10,b:90}");
		Rule<String> after = Flag.text("variants", "a").read("{a:35,b:65}");
		for (int number = 0; number < SUBJECTS; number++) {
			String subject = "user-" + number;
			if (before.value(subject).equals("a")) {
				assertThat(after.value(subject)).isEqualTo("a");
			}
		}
	}

	private static Set<String> on(Flag<Boolean> flag, String share, IntFunction<String> subjects) {
		return IntStream.range(0, SUBJECTS).mapToObj(subjects).filter(reads(flag, share)).collect(Collectors.toSet());
	}

	private static Predicate<String> reads(Flag<Boolean> flag, String text) {
		Rule<Boolean> rule = flag.read(text);
		return rule::value;
	}

}
