package io.github.redistiers.store;

import java.lang.reflect.Proxy;
import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.data.redis.connection.RedisConnectionFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Of structures that are called with reflection, and of those that are not.
 */
@ParameterizedClass
@ValueSource(booleans = { false, true })
class StoreRepositoriesTests {

	private static final StoreBreakers BREAKERS = new StoreBreakers(null, null);

	private final StoreRepositories repositories;

	StoreRepositoriesTests(boolean readFromMemory) {
		this.repositories = new StoreRepositories(untouched(), "shop:", BREAKERS, StoreRetrySettings.defaults(),
				DurabilitySettings.defaults(), List.of(new EchoStructure(readFromMemory), new OtherStructure()));
	}

	@Test
	void givesTheStructureItsDeclaredNameAndGroup() {
		assertThat(this.repositories.create(Orders.class).echo("x")).isEqualTo("shop:|orders|x");
		assertThat(this.repositories.create(Grouped.class).echo("x")).isEqualTo("shop:|{checkout}:holds|x");
	}

	@Test
	void makesRepositoriesAtRunTime() {
		assertThat(this.repositories.create(Echo.class, "tenant-1").echo("x")).isEqualTo("shop:|tenant-1|x");
		assertThat(this.repositories.create(Echo.class, new RepositoryName("a", "b")).echo("x"))
			.isEqualTo("shop:|{b}:a|x");
	}

	@Test
	void runsDefaultMethodsOfHiddenInterfaces() {
		assertThat(this.repositories.create(Orders.class).twice("x")).isEqualTo("shop:|orders|shop:|orders|x");
	}

	@Test
	void runsMethodsThatAreDeclaredAgain() {
		assertThat(this.repositories.create(Redeclared.class).echo("x")).isEqualTo("shop:|again|x");
	}

	@Test
	void passesTheStructuresExceptionsOnUntouched() {
		assertThatIllegalStateException().isThrownBy(() -> this.repositories.create(Orders.class).fail())
			.withMessage("on purpose");
	}

	@Test
	void isAnObjectLikeOthers() {
		Orders orders = this.repositories.create(Orders.class);
		assertThat(orders).hasToString("Orders(orders)").isEqualTo(orders).hasSameHashCodeAs(orders);
		assertThat(orders).isNotEqualTo(this.repositories.create(Orders.class));
	}

	@Test
	void refusesAnInterfaceWithoutTheAnnotation() {
		assertInvalid(Echo.class, "has no @StoreRepository");
	}

	@Test
	void refusesAClass() {
		assertInvalid(Concrete.class, "is not an interface");
	}

	@Test
	void refusesAnInterfaceThatExtendsNoStructure() {
		assertInvalid(NoStructure.class, "extends no structure");
	}

	@Test
	void refusesAnInterfaceThatExtendsTwoStructures() {
		assertInvalid(TwoStructures.class, "extends several structures of the store tier: Echo, Other");
	}

	@Test
	void refusesAMethodThatNobodyImplements() {
		assertInvalid(UnknownMethod.class, "declares find(), which Echo does not know");
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "a b", "{a}", "a{", "a:b", "a\nb", "a\u00a0b", "\ud800" })
	void refusesNamesThatWouldBreakKeys(String name) {
		assertThatExceptionOfType(InvalidDeclarationException.class)
			.isThrownBy(() -> this.repositories.create(Echo.class, name))
			.satisfies((ex) -> assertThat(ex.remedy()).contains("Use letters"));
	}

	@ParameterizedTest
	@ValueSource(strings = { " ", "a b", "{a}", "a:b" })
	void refusesGroupsThatWouldBreakKeys(String group) {
		assertThatExceptionOfType(InvalidDeclarationException.class).isThrownBy(() -> new RepositoryName("a", group))
			.withMessageContaining("group");
	}

	@Test
	void refusesAPrefixWithBraces() {
		assertThatExceptionOfType(InvalidDeclarationException.class)
			.isThrownBy(() -> new StoreRepositories(untouched(), "{shop}:", BREAKERS, StoreRetrySettings.defaults(),
					DurabilitySettings.defaults(), List.of()))
			.withMessageContaining("redis-tiers.store.key-prefix");
	}

	private void assertInvalid(Class<?> type, String message) {
		assertThatExceptionOfType(InvalidDeclarationException.class).isThrownBy(() -> this.repositories.create(type))
			.satisfies((ex) -> assertThat(ex.problem()).contains(message).contains(type.getSimpleName()));
	}

	private static RedisConnectionFactory untouched() {
		return (RedisConnectionFactory) Proxy.newProxyInstance(StoreRepositoriesTests.class.getClassLoader(),
				new Class<?>[] { RedisConnectionFactory.class }, (proxy, method, arguments) -> {
					throw new AssertionError("Making a repository must not touch the server");
				});
	}

	interface Echo {

		String echo(String text);

		void fail();

	}

	interface Other {

	}

	@StoreRepository("orders")
	interface Orders extends Echo {

		default String twice(String text) {
			return echo(text).replace("x", echo(text));
		}

	}

	@StoreRepository(value = "holds", group = "checkout")
	interface Grouped extends Echo {

	}

	@StoreRepository("again")
	interface Redeclared extends Echo {

		@Override
		String echo(String text);

	}

	@StoreRepository("concrete")
	abstract static class Concrete implements Echo {

	}

	@StoreRepository("none")
	interface NoStructure {

	}

	@StoreRepository("two")
	interface TwoStructures extends Echo, Other {

	}

	@StoreRepository("unknown")
	interface UnknownMethod extends Echo {

		String find(String text);

	}

	static class EchoStructure implements StructureFactory<Echo> {

		private final boolean readFromMemory;

		EchoStructure(boolean readFromMemory) {
			this.readFromMemory = readFromMemory;
		}

		@Override
		public boolean isReadFromMemory() {
			return this.readFromMemory;
		}

		@Override
		public Class<Echo> structure() {
			return Echo.class;
		}

		@Override
		public Echo create(StructureContext context) {
			return new Echo() {

				@Override
				public String echo(String text) {
					return context.keyPrefix() + "|" + context.name().inKey() + "|" + text;
				}

				@Override
				public void fail() {
					throw new IllegalStateException("on purpose");
				}

			};
		}

	}

	static class OtherStructure implements StructureFactory<Other> {

		@Override
		public Class<Other> structure() {
			return Other.class;
		}

		@Override
		public Other create(StructureContext context) {
			return new Other() {
			};
		}

	}

}
