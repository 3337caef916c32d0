package io.github.redistiers.codec;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class JsonCodecTests {

	private final JsonCodecs own = new JsonCodecs(List.of("io.github.redistiers.codec"), null);

	@Test
	void writesARecordAsPlainJson() {
		assertPlain(Product.class, new Product(1, "Tea", new BigDecimal("2.50"), Instant.EPOCH),
				"{\"id\":1,\"name\":\"Tea\",\"price\":2.50,\"since\":\"1970-01-01T00:00:00Z\"}");
	}

	@Test
	void writesAListOfRecordsAsPlainJson() {
		Product product = new Product(1, "Tea", BigDecimal.ONE, Instant.EPOCH);
		Type listOfProducts = new TypeReference<List<Product>>() {
		}.getType();
		for (List<Product> list : List.of(List.of(product), Arrays.asList(product),
				new ArrayList<>(List.of(product)))) {
			assertPlain(listOfProducts, list, null);
		}
	}

	@Test
	void keepsKeysOfDeclaredMaps() {
		Map<Long, Product> map = new TreeMap<>(Map.of(1L, new Product(1, "Tea", BigDecimal.ONE, Instant.EPOCH)));
		assertPlain(new TypeReference<Map<Long, Product>>() {
		}.getType(), map, null);
	}

	@Test
	void writesNullAndScalarsAsPlainJson() {
		assertPlain(Product.class, null, "null");
		assertPlain(String.class, "a\"b", "\"a\\\"b\"");
		assertPlain(Long.class, Long.MAX_VALUE, "9223372036854775807");
		assertPlain(UUID.class, new UUID(1, 2), null);
		assertPlain(Color.class, Color.RED, "\"RED\"");
	}

	@Test
	void keepsTheZoneOfATime() {
		assertPlain(ZonedDateTime.class, ZonedDateTime.parse("2026-01-02T03:04:05+01:00[Europe/Paris]"), null);
	}

	@Test
	void writesFieldsAndNotWhatGettersCompute() {
		assertPlain(Basket.class, new Basket(List.of("tea")), "{\"items\":[\"tea\"]}");
	}

	@Test
	void writesWhatAnnotationsWouldLeaveOut() {
		assertPlain(Sparse.class, new Sparse(null), "{\"note\":null}");
	}

	@Test
	void namesTheClassWhereItIsNotTheDeclaredOne() {
		assertNamed(Animal.class, new Dog("Rex", 3));
		assertNamed(new TypeReference<List<Animal>>() {
		}.getType(), List.of(new Dog("Rex", 3), new Animal("Tim")));
		assertNamed(Holder.class, new Holder(new Dog("Rex", 3)));
		assertPlain(Holder.class, new Holder(new Animal("Tim")), "{\"animal\":{\"name\":\"Tim\"}}");
	}

	@Test
	void namesTheClassWhereNoneIsDeclared() {
		assertNamed(null, new Product(1, "Tea", BigDecimal.ONE, Instant.EPOCH));
		assertNamed(null, new ArrayList<>(List.of(1L, 2.5f, "x", new Dog("Rex", 3))));
		assertNamed(null, List.of(1, 2));
		assertNamed(null, new LinkedHashMap<>(Map.of("a", 1L)));
		assertNamed(null, Instant.EPOCH);
		assertNamed(null, 5L);
		assertNamed(null, Double.NaN);
		assertNamed(null, Color.RED);
		assertNamed(null, new EnumMap<>(Map.of(Color.RED, "r")));
		assertNamed(null, EnumSet.of(Color.RED));
	}

	@Test
	void writesTextAndNumbersPlainlyWhereNothingIsDeclared() {
		assertPlain(null, "tea", "\"tea\"");
		assertPlain(null, 5, "5");
		assertPlain(null, true, "true");
		assertPlain(null, 1.0, "1.0");
	}

	@Test
	void namesTheClassOfAnotherTypeThanTheDeclaredOne() {
		assertNamed(Product.class, new Animal("Tim"));
	}

	@Test
	void readsBothFormsWhateverIsDeclared() {
		byte[] named = this.own.forType(null).encode(new Animal("Tim"));
		assertThat(this.own.forType(Animal.class).decode(named)).isEqualTo(new Animal("Tim"));
	}

	@Test
	void doesNotGuessAtTheTypeOfPlainJson() {
		assertUnreadable(null, "{\"name\":\"Tim\"}");
		assertUnreadable(null, "[\"java.util.ArrayList\",[]]");
	}

	@Test
	void refusesToKeepAMapWhoseKeysWouldComeBackAsText() {
		assertThatExceptionOfType(UnwritableValueException.class)
			.isThrownBy(() -> this.own.forType(null).encode(new HashMap<>(Map.of(1L, "x"))))
			.withMessageContaining("keys");
	}

	@Test
	void keepsAnOptionalThatIsDeclaredAndRefusesOthers() {
		assertPlain(new TypeReference<Optional<Color>>() {
		}.getType(), Optional.of(Color.RED), "\"RED\"");
		assertThatExceptionOfType(UnwritableValueException.class)
			.isThrownBy(() -> this.own.forType(null).encode(Optional.of(new Dog("Rex", 3))));
	}

	@Test
	void refusesToKeepAForeignClassThatHasToBeNamed() {
		assertThatExceptionOfType(UnwritableValueException.class)
			.isThrownBy(() -> this.own.forType(null).encode(new StringBuilder("x")))
			.withMessageContaining("java.lang.StringBuilder");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "{", "{\"id\":1", "{\"id\":1}", "nul", "\u0001\u0002", "[]", "5", "{} {}",
			"{\"id\":1,\"name\":\"Tea\",\"price\":1,\"since\":\"1970-01-01T00:00:00Z\",\"gone\":1}",
			"{\"id\":1,\"name\":\"Tea\",\"price\":1}",
			"{\"id\":null,\"name\":\"Tea\",\"price\":1,\"since\":\"1970-01-01T00:00:00Z\"}", "{\"@typed\":",
			"{\"@typed\":null}", "{\"@typed\":{}}" })
	void readsNoHalfValue(String json) {
		assertUnreadable(Product.class, json);
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"@typed\":{\"@class\":\"GADGET\"}}", "{\"@typed\":[\"[LGADGET;\",[]]}",
			"{\"@typed\":[\"java.util.ArrayList<GADGET>\",[]]}",
			"{\"@typed\":[\"java.util.EnumMap<GADGET,java.lang.Object>\",{}]}",
			"{\"@typed\":[\"java.util.ArrayList\",[{\"@class\":\"GADGET\"}]]}" })
	void doesNotInitialiseAForeignClass(String template) {
		assertUnreadable(null, template.replace("GADGET", "io.github.redistiers.codec.foreign.Gadget"),
				new JsonCodecs(List.of("com.example"), null));
		assertThat(System.getProperty("redis-tiers.test.gadget")).isNull();
	}

	@ParameterizedTest
	@ValueSource(strings = { "java.util.Formatter", "java.util.logging.FileHandler", "java.net.URL",
			"java.util.Scanner", "java.util.Timer", "java.lang.Thread", "javax.naming.InitialContext",
			"java.util.PropertyResourceBundle" })
	void refusesClassesOfTheJdkThatDoMoreThanHold(String name) {
		assertUnreadable(null, "{\"@typed\":[\"" + name + "\",\"x\"]}");
	}

	@Test
	void doesNotTakeALongerPackageNameForAnAllowedOne() {
		assertThat(new AllowedTypes(List.of("com.shop")).allows("com.shopping.Gadget")).isFalse();
		assertThat(new AllowedTypes(List.of("com.shop")).allows("com.shop.sub.Product")).isTrue();
		assertThat(new AllowedTypes(List.of("")).allows("com.shop.Product")).isFalse();
	}

	private void assertPlain(@Nullable Type type, @Nullable Object value, @Nullable String json) {
		JsonCodec codec = this.own.forType(type);
		byte[] bytes = codec.encode(value);
		assertThat(text(bytes)).doesNotContain("@typed").doesNotContain("@class");
		if (json != null) {
			assertThat(text(bytes)).isEqualTo(json);
		}
		assertThat(codec.decode(bytes)).isEqualTo(value);
	}

	private void assertNamed(@Nullable Type type, Object value) {
		JsonCodec codec = this.own.forType(type);
		byte[] bytes = codec.encode(value);
		assertThat(text(bytes)).startsWith("{\"@typed\":");
		assertThat(codec.decode(bytes)).isEqualTo(value);
	}

	private void assertUnreadable(@Nullable Type type, String json) {
		assertUnreadable(type, json, this.own);
	}

	private static void assertUnreadable(@Nullable Type type, String json, JsonCodecs codecs) {
		JsonCodec codec = codecs.forType(type);
		byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
		assertThatExceptionOfType(UnreadableValueException.class).isThrownBy(() -> codec.decode(bytes));
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	enum Color {

		RED {
			@Override
			boolean warm() {
				return true;
			}
		},

		BLUE;

		boolean warm() {
			return false;
		}

	}

	record Product(long id, String name, BigDecimal price, Instant since) {

	}

	@JsonInclude(JsonInclude.Include.NON_NULL)
	record Sparse(@Nullable String note) {

	}

	record Basket(List<String> items) {

		public int getTotal() {
			return this.items.size();
		}

		public boolean isEmpty() {
			return this.items.isEmpty();
		}

	}

	record Holder(Animal animal) {

	}

	static class Animal {

		private final String name;

		Animal(String name) {
			this.name = name;
		}

		String name() {
			return this.name;
		}

		@Override
		public boolean equals(@Nullable Object other) {
			return other != null && getClass() == other.getClass() && toString().equals(other.toString());
		}

		@Override
		public int hashCode() {
			return Objects.hash(this.name);
		}

		@Override
		public String toString() {
			return this.name;
		}

	}

	static class Dog extends Animal {

		private final int age;

		Dog(String name, int age) {
			super(name);
			this.age = age;
		}

		@Override
		public String toString() {
			return super.toString() + this.age;
		}

	}

}
