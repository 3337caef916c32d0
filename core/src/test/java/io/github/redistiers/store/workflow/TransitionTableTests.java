package io.github.redistiers.store.workflow;

import io.github.redistiers.store.InvalidDeclarationException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tables that cannot work are refused before anything is made of them.
 */
class TransitionTableTests {

	@Test
	void readsWhatLeadsWhere() {
		@SuppressWarnings("unchecked")
		TransitionTable<OrderState> table = (TransitionTable<OrderState>) TransitionTable.of(OrderStates.class);
		assertThat(table.initial()).isEqualTo(OrderState.NEW);
		assertThat(table.history()).isEqualTo(32);
		assertThatCode(() -> table.require(OrderState.NEW, OrderState.PAID)).doesNotThrowAnyException();
		assertThatCode(() -> table.require(OrderState.PAID, OrderState.CANCELLED)).doesNotThrowAnyException();
		assertThatExceptionOfType(UnknownTransitionException.class)
			.isThrownBy(() -> table.require(OrderState.NEW, OrderState.SHIPPED))
			.withMessageContainingAll(OrderStates.class.getName(), "from NEW to SHIPPED", "PAID, CANCELLED");
		assertThatExceptionOfType(UnknownTransitionException.class)
			.isThrownBy(() -> table.require(OrderState.SHIPPED, OrderState.SHIPPED));
	}

	@Test
	void refusesAStateThatIsNeverReached() {
		assertRefused(Unreachable.class, "leads from NEW to all states but SHIPPED, CANCELLED");
	}

	@Test
	void refusesATableWithoutAnInitialState() {
		assertRefused(Headless.class, "has no initial state");
		assertRefused(WrongHead.class, "no constant \"new\"");
	}

	@Test
	void refusesWhatIsNoConstant() {
		assertRefused(Misspelt.class, "\"NEW -> PAYED\"", "OrderState has no constant \"PAYED\"");
		assertRefused(Trailing.class, "no constant \"\"");
	}

	@Test
	void refusesWhatIsNoTransition() {
		assertRefused(Arrowless.class, "\"NEW PAID\"");
		assertRefused(Chained.class, "\"NEW -> PAID -> SHIPPED\"");
	}

	@Test
	void refusesAHistoryThatIsNone() {
		assertRefused(WithoutHistory.class, "a history of 0 changes");
		assertRefused(Endless.class, "a history of 1001 changes");
	}

	@Test
	void refusesAnInterfaceWithoutATableOrAnEnum() {
		assertRefused(Undeclared.class, "declares no transitions");
		assertRefused(StateRepository.class, "does not say of which enum");
	}

	private static void assertRefused(Class<?> type, String... words) {
		assertThatExceptionOfType(InvalidDeclarationException.class).isThrownBy(() -> TransitionTable.of(type))
			.satisfies((ex) -> {
				assertThat(ex.problem()).contains(words).contains(type.getName()).endsWith(".");
				assertThat(ex.remedy()).isNotBlank().endsWith(".");
			});
	}

	@Transitions(initial = "NEW", value = { "NEW -> PAID", "SHIPPED -> CANCELLED", "CANCELLED -> SHIPPED" })
	interface Unreachable extends StateRepository<OrderState> {

	}

	@Transitions(initial = " ", value = "NEW -> PAID, SHIPPED, CANCELLED")
	interface Headless extends StateRepository<OrderState> {

	}

	@Transitions(initial = "new", value = "NEW -> PAID, SHIPPED, CANCELLED")
	interface WrongHead extends StateRepository<OrderState> {

	}

	@Transitions(initial = "NEW", value = { "NEW -> PAYED", "NEW -> SHIPPED, CANCELLED" })
	interface Misspelt extends StateRepository<OrderState> {

	}

	@Transitions(initial = "NEW", value = "NEW -> PAID, SHIPPED, CANCELLED,")
	interface Trailing extends StateRepository<OrderState> {

	}

	@Transitions(initial = "NEW", value = "NEW PAID")
	interface Arrowless extends StateRepository<OrderState> {

	}

	@Transitions(initial = "NEW", value = "NEW -> PAID -> SHIPPED")
	interface Chained extends StateRepository<OrderState> {

	}

	@Transitions(initial = "NEW", value = "NEW -> PAID, SHIPPED, CANCELLED", history = 0)
	interface WithoutHistory extends StateRepository<OrderState> {

	}

	@Transitions(initial = "NEW", value = "NEW -> PAID, SHIPPED, CANCELLED", history = 1001)
	interface Endless extends StateRepository<OrderState> {

	}

	interface Undeclared extends StateRepository<OrderState> {

	}

}
