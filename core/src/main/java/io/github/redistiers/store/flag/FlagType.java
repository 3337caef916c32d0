package io.github.redistiers.store.flag;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

import org.springframework.util.Assert;

/**
 * How values of one type are written and read. What cannot be read or must not be written
 * is an {@link IllegalArgumentException} that says why.
 */
abstract class FlagType<T> {

	private static final int MAX_WEIGHT = 1_000_000;

	private static final int MAX_VARIANTS = 1000;

	private final Class<T> values;

	FlagType(Class<T> values) {
		this.values = values;
	}

	Class<T> values() {
		return this.values;
	}

	abstract T readValue(String text);

	abstract String writeValue(T value);

	Rule<T> read(String text, int seed) {
		String stripped = text.strip();
		if (!stripped.startsWith("{")) {
			return Rule.of(readValue(stripped));
		}
		Map<String, Integer> weights = VariantsText.read(stripped);
		List<T> variants = weights.keySet().stream().map(this::readValue).toList();
		return shared(variants, List.copyOf(weights.values()), seed);
	}

	private Rule<T> shared(List<T> variants, List<Integer> weights, int seed) {
		Assert.isTrue(variants.stream().distinct().count() == variants.size(), "a variant is named twice");
		Assert.isTrue(variants.size() <= MAX_VARIANTS, "there are more than 1,000 variants");
		weights.forEach((weight) -> Assert.isTrue(weight >= 0 && weight <= MAX_WEIGHT,
				() -> "a variant's weight is from 0 to 1,000,000, and " + weight + " is not"));
		int greatest = weights.isEmpty() ? 0 : Collections.max(weights);
		Assert.isTrue(greatest > 0, "no variant has a weight above 0");
		return Rule.shared(seed, variants, weights, variants.get(weights.indexOf(greatest)));
	}

	/**
	 * Writes one value for everybody.
	 */
	String write(T value) {
		return writeValue(value);
	}

	/**
	 * Writes variants.
	 * @param weights each one's weight
	 */
	String write(Map<T, Integer> weights) {
		List<String> names = new ArrayList<>();
		weights.keySet().forEach((value) -> names.add(writeValue(value)));
		List<Integer> numbers = List.copyOf(weights.values());
		shared(List.copyOf(weights.keySet()), numbers, 0);
		return VariantsText.write(names, numbers);
	}

	@Override
	public String toString() {
		return this.values.getSimpleName();
	}

}
