package io.github.redistiers.store.workflow;

import io.github.redistiers.store.StoreChange;

/**
 * Changes of states that are made together with those of other repositories of the group:
 * see {@link io.github.redistiers.store.StoreRepositories#applyTogether}. Each does what
 * the repository's method of the same name does alone; what it refuses alone refuses all.
 *
 * @param <S> the states
 * @since 0.1.0
 */
public interface WorkflowChanges<S extends Enum<S>> {

	/**
	 * Lets an entity start in the initial state.
	 * @param id the entity
	 * @param eventId what starts it
	 * @return the change
	 */
	StoreChange<StateOutcome<S>> start(String id, String eventId);

	/**
	 * Brings an entity from one state to another.
	 * @param id the entity
	 * @param from the state in which it must be
	 * @param to the state in which it then is
	 * @param eventId what makes the change
	 * @return the change
	 * @throws UnknownTransitionException if the table does not lead from the one to the
	 * other
	 */
	StoreChange<StateOutcome<S>> transition(String id, S from, S to, String eventId);

}
