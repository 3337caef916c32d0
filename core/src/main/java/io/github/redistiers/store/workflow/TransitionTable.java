package io.github.redistiers.store.workflow;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

import io.github.redistiers.store.InvalidDeclarationException;
import org.jspecify.annotations.Nullable;

import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * What an interface declares with {@link Transitions}.
 *
 * @param <S> the states
 */
final class TransitionTable<S extends Enum<S>> {

	private static final String ARROW = "->";

	private static final int MOST_HISTORY = 1000;

	private final String declaredBy;

	private final Class<S> states;

	private final S initial;

	private final Map<S, Set<S>> next;

	private final int history;

	private TransitionTable(String declaredBy, Class<S> states, Transitions declared) {
		this.declaredBy = declaredBy;
		this.states = states;
		this.history = history(declared.history());
		this.initial = initial(declared.initial());
		this.next = new EnumMap<>(states);
		Arrays.stream(declared.value()).forEach(this::add);
		requireAllReachable();
	}

	@SuppressWarnings({ "unchecked", "rawtypes" }) // it is known to be an enum only here
	static TransitionTable<?> of(Class<?> type) {
		Class<?> states = ResolvableType.forClass(type).as(StateRepository.class).getGeneric(0).resolve();
		if (states == null || !states.isEnum()) {
			throw new InvalidDeclarationException(
					"%s does not say of which enum its states are.".formatted(type.getName()),
					"Declare an interface for them: interface OrderStates extends StateRepository<OrderState>.");
		}
		Transitions declared = AnnotatedElementUtils.findMergedAnnotation(type, Transitions.class);
		if (declared == null) {
			throw new InvalidDeclarationException("%s declares no transitions.".formatted(type.getName()),
					"Annotate it: @Transitions(initial = \"NEW\", value = { \"NEW -> PAID, CANCELLED\" }).");
		}
		return new TransitionTable(type.getName(), states, declared);
	}

	private int history(int declared) {
		refuseIf(declared < 1 || declared > MOST_HISTORY, "keeps a history of " + declared + " changes",
				"Set history to a number from 1 to " + MOST_HISTORY + ".");
		return declared;
	}

	private S initial(String name) {
		refuseIf(name.isBlank(), "has no initial state", "Set initial to one of: " + names() + ".");
		return required(name, "initial = \"" + name + "\"");
	}

	private void add(String row) {
		String[] sides = row.split(ARROW, -1);
		refuseIf(sides.length != 2, "has \"" + row + "\", which is no transition",
				"Write it with one arrow, such as \"NEW -> PAID, CANCELLED\".");
		List<S> after = constants(sides[1], row);
		constants(sides[0], row).forEach(
				(before) -> this.next.computeIfAbsent(before, (absent) -> EnumSet.noneOf(this.states)).addAll(after));
	}

	private List<S> constants(String side, String row) {
		return Arrays.stream(side.split(",", -1)).map((name) -> required(name.trim(), "\"" + row + "\"")).toList();
	}

	private S required(String name, String where) {
		S state = find(name);
		refuseIf(state == null,
				"says %s, but %s has no constant \"%s\"".formatted(where, this.states.getSimpleName(), name),
				"Name one of: " + names() + ".");
		return Enum.valueOf(this.states, name);
	}

	private void requireAllReachable() {
		Set<S> unreachable = EnumSet.allOf(this.states);
		Deque<S> open = new ArrayDeque<>(Set.of(this.initial));
		while (!open.isEmpty()) {
			S state = open.remove();
			if (unreachable.remove(state)) {
				open.addAll(after(state));
			}
		}
		refuseIf(!unreachable.isEmpty(),
				"leads from %s to all states but %s".formatted(this.initial.name(), joined(unreachable)),
				"Add a transition to what is never reached, or remove it from %s."
					.formatted(this.states.getSimpleName()));
	}

	private void refuseIf(boolean refused, String problem, String remedy) {
		if (refused) {
			throw new InvalidDeclarationException(
					"The table of transitions on %s %s.".formatted(this.declaredBy, problem), remedy);
		}
	}

	private Set<S> after(S state) {
		return this.next.getOrDefault(state, Set.of());
	}

	private String names() {
		return joined(EnumSet.allOf(this.states));
	}

	private static String joined(Set<? extends Enum<?>> states) {
		return states.stream().map(Enum::name).collect(Collectors.joining(", "));
	}

	S initial() {
		return this.initial;
	}

	int history() {
		return this.history;
	}

	/**
	 * The constant of a name.
	 * @return {@code null} if there is none
	 */
	@Nullable S find(String name) {
		return EnumSet.allOf(this.states)
			.stream()
			.filter((state) -> state.name().equals(name))
			.findFirst()
			.orElse(null);
	}

	/**
	 * Refuses what is not in the table.
	 */
	void require(S from, S to) {
		if (!after(from).contains(to)) {
			throw new UnknownTransitionException(
					"The table of transitions on %s does not lead from %s to %s; nothing was sent. From %s it leads to: %s."
						.formatted(this.declaredBy, from.name(), to.name(), from.name(), joined(after(from))));
		}
	}

	String states() {
		return this.states.getName();
	}

}
