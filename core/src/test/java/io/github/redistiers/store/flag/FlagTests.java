package io.github.redistiers.store.flag;

import java.util.LinkedHashMap;
import java.util.Map;

import io.github.redistiers.store.flag.Features.Layout;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class FlagTests {

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "a{b}", ":id", "käse", "a\n", "\ud800" })
	void refusesANameThatNobodyCanType(String name) {
		assertThatIllegalArgumentException().isThrownBy(() -> Flag.onOff(name, true)).withMessageContaining("letters");
	}

	@Test
	void refusesAMegabyteAsANameAndQuotesLittleOfIt() {
		assertThatIllegalArgumentException().isThrownBy(() -> Flag.onOff("x".repeat(1 << 20), true))
			.satisfies((ex) -> assertThat(ex.getMessage()).hasSizeLessThan(400));
	}

	@ParameterizedTest
	@CsvSource({ "on, true", "off, false", "true, true", "false, false", "ON, true", "' off ', false", "100%, true",
			"0%, false", "50%, false" })
	void readsOnAndOff(String text, boolean value) {
		assertThat(Features.NEW_CHECKOUT.read(text).value()).isEqualTo(value);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "yes", "1", "25", "-1%", "101%", "100.001%", "0.0001%", "%", "x%", "NaN%", "1e99999%",
			"{\"true\":1}", "{on:50,off:50}", "20", "LIST", "½%" })
	void refusesWhatIsNeitherOnNorOff(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Features.NEW_CHECKOUT.read(text));
	}

	@ParameterizedTest
	@ValueSource(doubles = { -0.001, 100.001, -1, 101, 0.0001, Double.NaN, Double.POSITIVE_INFINITY })
	void refusesToWriteAPercentageOutsideItsBounds(double percentage) {
		assertThatIllegalArgumentException().isThrownBy(() -> FlagTypes.ON_OFF.writeShare(percentage))
			.withMessageContaining("percentage");
	}

	@ParameterizedTest
	@CsvSource({ "0, 0%", "100, 100%", "25, 25%", "12.5, 12.5%", "0.001, 0.001%", "33.333, 33.333%" })
	void writesPercentages(double percentage, String text) {
		assertThat(FlagTypes.ON_OFF.writeShare(percentage)).isEqualTo(text);
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "1.5", "1e3", "9223372036854775808", "on", "0x10", "{20:1,x:1}", "{20:1" })
	void refusesWhatIsNoNumber(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Features.PAGE_SIZE.read(text));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "x", "NaN", "Infinity", "1e999", "0x1p3", "1d", "on" })
	void refusesWhatIsNoDecimal(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Features.DISCOUNT.read(text));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "list", "a grid", "TABLE", "0", "on" })
	void refusesAnUnknownConstant(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Features.LAYOUT.read(text))
			.withMessageContaining("one of");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{", "{}", "{\"a\"}", "{\"a\":}", "{\"a\":-1}", "{\"a\":0,\"b\":0}", "{\"a\":1.5}",
			"{\"a\":1,\"a\":2}", "{\"a\":1}x", "{\"a\":1,}", "{\"a:1}", "{a:1000001}", "{a:99999999999}",
			"{\"a\\x\":1}", "{\"a\\u00\":1}", "{\"a\\u00zz\":1}", "{:1}", "{a:{b:1}}", "{\"a\":\"1\"}", "\"a",
			"\"a\"b" })
	void refusesMalformedVariantsAndQuotes(String text) {
		assertThatIllegalArgumentException().isThrownBy(() -> Features.BANNER.read(text));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", " kept ", "on", "20", "Sale: 20, now", "{not: variants}", "\"quoted\"", "\\",
			"a\"b\\c\n\u0001", "käse 🧀" })
	void readsAnyTextAsItWasWritten(String text) {
		FlagType<String> type = Features.BANNER.type();
		assertThat(Features.BANNER.read(type.write(text)).value()).isEqualTo(text);
		Map<String, Integer> variants = new LinkedHashMap<>();
		variants.put(text, 1);
		variants.put("other", 0);
		assertThat(Features.BANNER.read(type.write(variants)).value("x")).isEqualTo(text);
	}

	@Test
	void storesConstantsByTheirNamesAndVariantsInOrder() {
		assertThat(Features.LAYOUT.type().write(Layout.GRID)).isEqualTo("GRID");
		assertThat(Features.LAYOUT.read("GRID").value()).isEqualTo(Layout.GRID);
		Map<Layout, Integer> weights = new LinkedHashMap<>();
		weights.put(Layout.GRID, 10);
		weights.put(Layout.LIST, 90);
		assertThat(Features.LAYOUT.type().write(weights)).isEqualTo("{\"GRID\":10,\"LIST\":90}");
	}

	@Test
	void refusesToWriteVariantsThatCannotBeRead() {
		assertThatIllegalArgumentException().isThrownBy(() -> Features.LAYOUT.type().write(Map.of()));
		assertThatIllegalArgumentException().isThrownBy(() -> Features.LAYOUT.type().write(Map.of(Layout.GRID, 0)));
		assertThatIllegalArgumentException().isThrownBy(() -> Features.LAYOUT.type().write(Map.of(Layout.GRID, -1)));
		assertThatIllegalArgumentException().isThrownBy(() -> Features.NEW_CHECKOUT.type().write(Map.of(true, 1)))
			.withMessageContaining("percentage");
		assertThatIllegalArgumentException().isThrownBy(() -> Features.DISCOUNT.type().write(Double.NaN));
	}

	@Test
	void isEqualToTheSameDeclaration() {
		assertThat(Flag.number("a", 1)).isEqualTo(Flag.number("a", 1)).hasSameHashCodeAs(Flag.number("a", 1));
		assertThat(Flag.number("a", 1)).isNotEqualTo(Flag.number("a", 2)).isNotEqualTo(Flag.text("a", "1"));
		assertThat(Flag.number("a", 1)).hasToString("a");
	}

}
