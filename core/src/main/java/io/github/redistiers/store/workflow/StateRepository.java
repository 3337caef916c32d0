package io.github.redistiers.store.workflow;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/**
 * In which state of a workflow each entity is: an order that is new, then paid, then
 * shipped. A change names the state it leads from, so it happens only there, and the
 * event that makes it, so it happens once.
 *
 * <pre class="code">
 * &#064;StoreRepository("order-states")
 * &#064;Transitions(initial = "NEW", value = { "NEW -&gt; PAID", "PAID -&gt; SHIPPED", "NEW, PAID -&gt; CANCELLED" })
 * interface OrderStates extends StateRepository&lt;OrderState&gt; {
 * }
 *
 * states.start("order-17", "checkout-4711");
 * states.transition("order-17", OrderState.NEW, OrderState.PAID, "payment-4711");
 * </pre>
 *
 * <h2>In Redis</h2> One string per entity,
 * <code>&lt;prefix&gt;state:&lt;name&gt;:&lt;id&gt;</code>, such as
 * {@code shop:state:order-states:order-17}; in a group
 * <code>&lt;prefix&gt;state:{&lt;group&gt;}:&lt;name&gt;:&lt;id&gt;</code>. It has no
 * expiry. Its lines are the changes that are kept, the oldest first, each of the
 * milliseconds since 1970, the name of the state that it led to and the event's id,
 * separated by blanks; above them stands the state in which the oldest of them began, an
 * empty line where that was the start. How braces in ids are written is told at
 * {@link io.github.redistiers.store.StructureKeys}.
 * <table>
 * <caption>Commands</caption>
 * <tr>
 * <th>method</th>
 * <th>command</th>
 * </tr>
 * <tr>
 * <td>{@link #start}, {@link #transition}</td>
 * <td>a script: GET, TIME, SET</td>
 * </tr>
 * <tr>
 * <td>{@link #state}, {@link #history}</td>
 * <td>GET</td>
 * </tr>
 * <tr>
 * <td>{@link #delete}</td>
 * <td>DEL</td>
 * </tr>
 * </table>
 * <p>
 * <b>Events.</b> An event's id is remembered for as long as its change is among the
 * {@link Transitions#history()} latest of the entity. An event that comes again meanwhile
 * changes nothing, and is told so. One that comes again later is like any other: it is
 * refused, since the entity is not in that state any more; only where the workflow has
 * come back to that state it would be made again, so a workflow with circles needs a
 * history that is longer than what happens while an event can still be repeated. Of a
 * deleted entity nothing is remembered.
 * <p>
 * Every method is atomic, and its effect is visible to all clients of the store when it
 * returns. A call that failed says whether it happened: see
 * {@link io.github.redistiers.store.StoreFailure}. It may be made again in any case.
 * <p>
 * The methods that return a {@link CompletionStage} do the same without waiting; their
 * stages fail as the others throw. Arguments that cannot be right are refused at once.
 * <p>
 * Ids of entities are any text that is not blank and no longer than
 * {@link io.github.redistiers.store.StructureKeys#MAX_LENGTH}; ids of events are no
 * longer than {@link io.github.redistiers.store.StructureKeys#MAX_ID_LENGTH} and have no
 * control characters. Others throw an {@link IllegalArgumentException}.
 *
 * @param <S> the states: an enum. Its constants' names are what is stored
 * @since 0.1.0
 */
public interface StateRepository<S extends Enum<S>> {

	/**
	 * Lets an entity start in the initial state.
	 * @param id the entity
	 * @param eventId what starts it
	 * @return what became of it: refused if the entity exists and something else has
	 * started it, with the state in which it is
	 * @throws EventReusedException if the event has made another change of the entity
	 * @throws UnknownStateException if the entity is in a state that the enum does not
	 * have
	 * @throws NotAStateException if something else lives under the key
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	StateOutcome<S> start(String id, String eventId);

	/**
	 * Lets an entity start, without waiting.
	 * @param id the entity
	 * @param eventId what starts it
	 * @return what became of it
	 */
	CompletionStage<StateOutcome<S>> startAsync(String id, String eventId);

	/**
	 * Brings an entity from one state to another, if it is in the one, and if the event
	 * has not done so before.
	 * @param id the entity
	 * @param from the state in which it must be
	 * @param to the state in which it then is
	 * @param eventId what makes the change, such as the id of a payment
	 * @return what became of it: refused if the entity is in another state, which it then
	 * tells, or does not exist
	 * @throws UnknownTransitionException if the table does not lead from the one to the
	 * other
	 * @throws EventReusedException if the event has made another change of the entity
	 * @throws UnknownStateException if the entity is in a state that the enum does not
	 * have
	 * @throws NotAStateException if something else lives under the key
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	StateOutcome<S> transition(String id, S from, S to, String eventId);

	/**
	 * Brings an entity from one state to another, without waiting.
	 * @param id the entity
	 * @param from the state in which it must be
	 * @param to the state in which it then is
	 * @param eventId what makes the change
	 * @return what became of it
	 * @throws UnknownTransitionException at once, if the table does not lead from the one
	 * to the other
	 */
	CompletionStage<StateOutcome<S>> transitionAsync(String id, S from, S to, String eventId);

	/**
	 * Changes that are made together with those of other repositories of the group.
	 * @return what can be changed so
	 */
	WorkflowChanges<S> changes();

	/**
	 * Reads an entity's state.
	 * @param id the entity
	 * @return its state; empty if there is no such entity
	 * @throws UnknownStateException if it is in a state that the enum does not have
	 * @throws NotAStateException if something else lives under the key
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	Optional<S> state(String id);

	/**
	 * Reads an entity's state, without waiting.
	 * @param id the entity
	 * @return its state
	 */
	CompletionStage<Optional<S>> stateAsync(String id);

	/**
	 * Reads the latest changes of an entity.
	 * @param id the entity
	 * @return at most {@link Transitions#history()} changes, the oldest first; empty if
	 * there is no such entity
	 * @throws UnknownStateException if it is or was in a state that the enum does not
	 * have
	 * @throws NotAStateException if something else lives under the key
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	List<StateChange<S>> history(String id);

	/**
	 * Reads the latest changes of an entity, without waiting.
	 * @param id the entity
	 * @return its changes
	 */
	CompletionStage<List<StateChange<S>>> historyAsync(String id);

	/**
	 * Forgets an entity. It may then start anew, by any event.
	 * @param id the entity
	 * @return whether it existed
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	boolean delete(String id);

	/**
	 * Forgets an entity, without waiting.
	 * @param id the entity
	 * @return whether it existed
	 */
	CompletionStage<Boolean> deleteAsync(String id);

}
