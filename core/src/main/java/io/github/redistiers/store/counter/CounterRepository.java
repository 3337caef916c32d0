package io.github.redistiers.store.counter;

import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * Counters that are exact: many counters under one repository, each a signed 64-bit
 * number that starts at 0.
 *
 * <pre class="code">
 * &#064;StoreRepository("page-views")
 * interface PageViews extends CounterRepository {
 * }
 * </pre>
 *
 * <h2>In Redis</h2> One string per counter,
 * <code>&lt;prefix&gt;counter:&lt;name&gt;:&lt;key&gt;</code>, such as
 * {@code shop:counter:page-views:/products/42}; in a group
 * <code>&lt;prefix&gt;counter:{&lt;group&gt;}:&lt;name&gt;:&lt;key&gt;</code>. Its value
 * is the number in decimal digits. Counters have no expiry. How braces are written is
 * told at {@link io.github.redistiers.store.StructureKeys}.
 * <table>
 * <caption>Commands</caption>
 * <tr>
 * <th>method</th>
 * <th>command</th>
 * <th>other keys</th>
 * </tr>
 * <tr>
 * <td>{@link #increment(String)}, {@link #increment(String, long)}</td>
 * <td>INCRBY</td>
 * <td></td>
 * </tr>
 * <tr>
 * <td>{@link #change}</td>
 * <td>a script: GET, INCRBY, and SET or DEL to take back what would leave the bounds</td>
 * <td>for {@link CounterChange#once} a string that expires,
 * <code>&lt;prefix&gt;counter-operation:{&lt;the counter's key&gt;}:&lt;id&gt;</code>, in
 * a group
 * <code>&lt;prefix&gt;counter-operation:{&lt;group&gt;}:&lt;name&gt;:&lt;id&gt;</code></td>
 * </tr>
 * <tr>
 * <td>{@link #increment(String, long, CounterWindow)}</td>
 * <td>a script: TIME, HINCRBY, HDEL, EXPIREAT</td>
 * <td>a hash that expires,
 * <code>&lt;prefix&gt;counter-window:&lt;name&gt;:&lt;seconds&gt;:&lt;key&gt;</code></td>
 * </tr>
 * <tr>
 * <td>{@link #values}</td>
 * <td>a script: TIME, HGET</td>
 * <td>the same hash</td>
 * </tr>
 * <tr>
 * <td>{@link #value}</td>
 * <td>GET</td>
 * <td></td>
 * </tr>
 * <tr>
 * <td>{@link #delete}</td>
 * <td>DEL</td>
 * <td></td>
 * </tr>
 * </table>
 * <p>
 * Every method is atomic, and its effect is visible to all clients of the store when it
 * returns. A call that did not throw, happened, once. One that threw says whether it
 * happened: see {@link io.github.redistiers.store.StoreFailure}. Nothing is ever sent
 * twice.
 * <p>
 * The methods that return a {@link CompletionStage} do the same without waiting; their
 * stages fail as the others throw.
 * <p>
 * Keys are any text that is not blank and no longer than
 * {@link io.github.redistiers.store.StructureKeys#MAX_LENGTH}; others throw an
 * {@link IllegalArgumentException}.
 *
 * @since 0.1.0
 * @see CoalesceIncrements
 */
public interface CounterRepository {

	/**
	 * Adds 1.
	 * @param key the counter
	 * @return the value after it
	 * @throws CounterOverflowException if the value would leave 64 bits; nothing is
	 * changed
	 * @throws NotACounterException if something else than a counter lives under the key;
	 * nothing is changed
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	default long increment(String key) {
		return increment(key, 1);
	}

	/**
	 * Adds 1, without waiting.
	 * @param key the counter
	 * @return the value after it
	 */
	default CompletionStage<Long> incrementAsync(String key) {
		return incrementAsync(key, 1);
	}

	/**
	 * Adds an amount.
	 * @param key the counter
	 * @param amount what to add; negative takes away, 0 makes an absent counter exist
	 * @return the value after it
	 * @throws CounterOverflowException if the value would leave 64 bits; nothing is
	 * changed
	 * @throws NotACounterException if something else than a counter lives under the key;
	 * nothing is changed
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	long increment(String key, long amount);

	/**
	 * Adds an amount, without waiting.
	 * @param key the counter
	 * @param amount what to add
	 * @return the value after it
	 */
	CompletionStage<Long> incrementAsync(String key, long amount);

	/**
	 * Changes counters within bounds, several at once, or once for an operation.
	 * @param change what is to happen, all of it or nothing
	 * @return what became of it; a change that would leave its bounds is refused, which
	 * is no exception
	 * @throws CounterOverflowException if a value would leave 64 bits; nothing is changed
	 * @throws NotACounterException if something else than a counter lives under a key;
	 * nothing is changed
	 * @throws org.springframework.dao.InvalidDataAccessApiUsageException if there are
	 * several counters and the repository is not in a group, or if another change of
	 * other counters has happened under the same operation id
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	CounterOutcome change(CounterChange change);

	/**
	 * Changes counters, without waiting.
	 * @param change what is to happen
	 * @return what became of it
	 */
	CompletionStage<CounterOutcome> changeAsync(CounterChange change);

	/**
	 * Changes that are made together with those of other repositories of the group.
	 * @return what can be changed so
	 */
	CounterChanges changes();

	/**
	 * Adds an amount to a counter's current window. Windows of one length are a counter
	 * of their own, apart from the plain one and from those of other lengths.
	 * @param key the counter
	 * @param amount what to add; negative takes away
	 * @param window the window
	 * @return the current window's count after it
	 * @throws CounterOverflowException if the count would leave 64 bits; nothing is
	 * changed
	 * @throws NotACounterException if something else lives under the key; nothing is
	 * changed
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	long increment(String key, long amount, CounterWindow window);

	/**
	 * Adds an amount to a counter's current window, without waiting.
	 * @param key the counter
	 * @param amount what to add
	 * @param window the window
	 * @return the current window's count after it
	 */
	CompletionStage<Long> incrementAsync(String key, long amount, CounterWindow window);

	/**
	 * Reads the windows of a counter.
	 * @param key the counter
	 * @param window the window
	 * @return as many counts as windows are kept, the current one first; 0 where nothing
	 * was counted
	 * @throws NotACounterException if something else lives under the key
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	List<Long> values(String key, CounterWindow window);

	/**
	 * Reads the windows of a counter, without waiting.
	 * @param key the counter
	 * @param window the window
	 * @return as many counts as windows are kept
	 */
	CompletionStage<List<Long>> valuesAsync(String key, CounterWindow window);

	/**
	 * Reads a counter.
	 * @param key the counter
	 * @return its value; 0 when it is absent
	 * @throws NotACounterException if something else than a counter lives under the key
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	long value(String key);

	/**
	 * Reads a counter, without waiting.
	 * @param key the counter
	 * @return its value
	 */
	CompletionStage<Long> valueAsync(String key);

	/**
	 * Removes a counter, which is then 0. Its windows stay.
	 * @param key the counter
	 * @return whether it existed
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	boolean delete(String key);

	/**
	 * Removes a counter, without waiting.
	 * @param key the counter
	 * @return whether it existed
	 */
	CompletionStage<Boolean> deleteAsync(String key);

}
