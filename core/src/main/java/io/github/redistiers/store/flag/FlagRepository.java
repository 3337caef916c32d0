package io.github.redistiers.store.flag;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Flags: values that steer a running application, changed in the store and read from
 * memory.
 *
 * <pre class="code">
 * &#064;StoreRepository("features")
 * interface Features extends FlagRepository {
 *
 * 	Flag&lt;Boolean&gt; NEW_CHECKOUT = Flag.onOff("new-checkout", false);
 *
 * }
 *
 * features.percentage(Features.NEW_CHECKOUT, 25);
 *
 * if (features.isOn(Features.NEW_CHECKOUT, visitor)) { … }
 * </pre>
 *
 * <h2>Reading</h2> Values come from this process's memory and cost no round trip. All
 * flags of the repository are read when one is asked for first, which waits for the
 * store; then the server tells of every change (CLIENT TRACKING on a connection of its
 * own), and they are read again. Where it cannot tell, in a cluster, with RESP2 or for a
 * user without CLIENT TRACKING, they are read again every 1.5 to 2.5 seconds, and
 * everywhere every 11 to 19 seconds for safety.
 * <p>
 * While the store is away, flags keep the values that were read last. Until they could be
 * read once, each reading method throws {@link FlagsNotReadException}, and only the first
 * one waits. A flag of which nothing is stored, in a store that was read, has its
 * declared default. One whose stored text is no value of its type keeps the last value
 * that this process has read, or throws {@link UnreadableFlagException} if there is none.
 * A flag that is stored and that no code declares has no effect; {@link #flags()} shows
 * it.
 * <p>
 * If all flags are gone that were there, or those of another store stand in their place,
 * they were lost and not deleted: what is missing keeps its last value in this process,
 * an error is logged once, {@link #status()} tells which, and {@link #restore()}, or any
 * change by a process that knows them, writes them back.
 *
 * <h2>Subjects</h2> A subject is any text, such as a visitor's id. Its place is the
 * MurmurHash3 (x86, 32 bits, read as unsigned) of its UTF-8, with that of the flag's name
 * (seed 0) as its seed: the same in every process and release, and independent of other
 * flags. A flag that is on for a share is on for the places below that share of 2^32, so
 * a share that grows only adds subjects. Variants share the places in the order in which
 * they are stored. Who names no subject reads {@code true} only if the share is 100 %,
 * and of variants the one with the greatest weight, the first of several.
 *
 * <h2>In Redis</h2> One hash, <code>&lt;prefix&gt;flag:&lt;name&gt;</code>, such as
 * {@code shop:flag:features}; in a group
 * <code>&lt;prefix&gt;flag:{&lt;group&gt;}:&lt;name&gt;</code>. It does not expire. A
 * flag is a field:
 * <table>
 * <caption>What is stored</caption>
 * <tr>
 * <th>flag</th>
 * <th>text</th>
 * </tr>
 * <tr>
 * <td>{@link Flag#onOff}</td>
 * <td>{@code on}, {@code off}, {@code true}, {@code false}, or a percentage such as
 * {@code 25%} or {@code 0.125%}</td>
 * </tr>
 * <tr>
 * <td>{@link Flag#number}, {@link Flag#decimal}</td>
 * <td>decimal digits, such as {@code 20} or {@code 0.5}</td>
 * </tr>
 * <tr>
 * <td>{@link Flag#text}</td>
 * <td>the text as it is, or a JSON string, as which one that begins with a brace or a
 * quotation mark is written</td>
 * </tr>
 * <tr>
 * <td>{@link Flag#oneOf}</td>
 * <td>the constant's name</td>
 * </tr>
 * <tr>
 * <td>variants of the last four</td>
 * <td>a JSON object with their weights, such as <code>{"LIST":90,"GRID":10}</code>;
 * people may leave out the quotation marks</td>
 * </tr>
 * </table>
 * The field {@code :id} is a random text that is written with the first flag and tells
 * these flags from those of an emptied or another store. Operators may write flags with
 * HSET and delete them with HDEL.
 * <table>
 * <caption>Commands</caption>
 * <tr>
 * <th>method</th>
 * <th>command</th>
 * </tr>
 * <tr>
 * <td>{@link #isOn}, {@link #value}</td>
 * <td>none</td>
 * </tr>
 * <tr>
 * <td>{@link #set}, {@link #percentage}, {@link #variants}, {@link #restore}</td>
 * <td>a script: HGET, HEXISTS, HSET; then HGETALL, if this process reads values</td>
 * </tr>
 * <tr>
 * <td>{@link #delete(Flag)}</td>
 * <td>a script: HGET, HDEL; then HGETALL as above</td>
 * </tr>
 * <tr>
 * <td>{@link #flags}, {@link #refresh}</td>
 * <td>HGETALL</td>
 * </tr>
 * </table>
 * <p>
 * A change is atomic. When the method returns, this process reads it, as long as the
 * store answers; others do moments later. A call that did not throw, happened; one that
 * threw says whether it happened: see {@link io.github.redistiers.store.StoreFailure}.
 * Setting a flag twice does what setting it once does.
 * <p>
 * The methods that return a {@link CompletionStage} do the same without waiting; their
 * stages fail as the others throw.
 *
 * @since 0.1.0
 */
public interface FlagRepository {

	/**
	 * Whether a flag is on for everybody.
	 * @param flag the flag
	 * @return {@code false} also if it is on for a share below 100 %
	 * @throws FlagsNotReadException if the flags could not be read since the start
	 * @throws UnreadableFlagException if this process never read a value of it
	 */
	boolean isOn(Flag<Boolean> flag);

	/**
	 * Whether a flag is on for a subject.
	 * @param flag the flag
	 * @param subject any text
	 * @return always the same for the same subject and share
	 * @throws FlagsNotReadException if the flags could not be read since the start
	 * @throws UnreadableFlagException if this process never read a value of it
	 */
	boolean isOn(Flag<Boolean> flag, String subject);

	/**
	 * A flag's value.
	 * @param <T> the type of its values
	 * @param flag the flag
	 * @return its value; of variants the one with the greatest weight
	 * @throws FlagsNotReadException if the flags could not be read since the start
	 * @throws UnreadableFlagException if this process never read a value of it
	 */
	<T> T value(Flag<T> flag);

	/**
	 * A flag's value, without waiting before the flags were read first either.
	 * @param <T> the type of its values
	 * @param flag the flag
	 * @return its value
	 */
	<T> CompletionStage<T> valueAsync(Flag<T> flag);

	/**
	 * A flag's value for a subject.
	 * @param <T> the type of its values
	 * @param flag the flag
	 * @param subject any text
	 * @return always the same for the same subject and variants
	 * @throws FlagsNotReadException if the flags could not be read since the start
	 * @throws UnreadableFlagException if this process never read a value of it
	 */
	<T> T value(Flag<T> flag, String subject);

	/**
	 * A flag's value for a subject, without waiting before the flags were read first
	 * either.
	 * @param <T> the type of its values
	 * @param flag the flag
	 * @param subject any text
	 * @return its value
	 */
	<T> CompletionStage<T> valueAsync(Flag<T> flag, String subject);

	/**
	 * Gives a flag one value for everybody.
	 * @param <T> the type of its values
	 * @param flag the flag
	 * @param value the value
	 * @throws IllegalArgumentException if the value cannot be stored: a text of more than
	 * 65,536 characters or with half a character, a number that is not finite
	 * @throws NotFlagsException if something else than flags lives under the key
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	<T> void set(Flag<T> flag, T value);

	/**
	 * Gives a flag one value, without waiting.
	 * @param <T> the type of its values
	 * @param flag the flag
	 * @param value the value
	 * @return completes when it has it
	 */
	<T> CompletionStage<Void> setAsync(Flag<T> flag, T value);

	/**
	 * Puts a flag on for a share of all subjects.
	 * @param flag the flag
	 * @param percentage from 0 to 100, with three decimal places at most
	 * @throws IllegalArgumentException if it is no such percentage
	 * @throws NotFlagsException if something else than flags lives under the key
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	void percentage(Flag<Boolean> flag, double percentage);

	/**
	 * Puts a flag on for a share of all subjects, without waiting.
	 * @param flag the flag
	 * @param percentage from 0 to 100
	 * @return completes when it is
	 */
	CompletionStage<Void> percentageAsync(Flag<Boolean> flag, double percentage);

	/**
	 * Gives a flag several values, each for a share of all subjects.
	 * @param <T> the type of its values
	 * @param flag the flag, which is not one that is on or off
	 * @param weights how large each one's share is, from 0 to 1,000,000, not all 0; in
	 * the order in which they share the subjects, so take a map that has one
	 * @throws IllegalArgumentException if they cannot be stored
	 * @throws NotFlagsException if something else than flags lives under the key
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	<T> void variants(Flag<T> flag, Map<T, Integer> weights);

	/**
	 * Gives a flag several values, without waiting.
	 * @param <T> the type of its values
	 * @param flag the flag
	 * @param weights how large each one's share is
	 * @return completes when it has them
	 */
	<T> CompletionStage<Void> variantsAsync(Flag<T> flag, Map<T, Integer> weights);

	/**
	 * Deletes what is stored of a flag, which is then at its declared default.
	 * @param flag the flag
	 * @return whether anything was stored
	 * @throws NotFlagsException if something else than flags lives under the key
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	default boolean delete(Flag<?> flag) {
		return delete(flag.name());
	}

	/**
	 * Deletes what is stored of a flag, without waiting.
	 * @param flag the flag
	 * @return whether anything was stored
	 */
	default CompletionStage<Boolean> deleteAsync(Flag<?> flag) {
		return deleteAsync(flag.name());
	}

	/**
	 * Deletes what is stored of a flag that need not be declared.
	 * @param name the flag, as {@link #flags()} tells it
	 * @return whether anything was stored
	 * @throws IllegalArgumentException if no flag can have that name
	 * @throws NotFlagsException if something else than flags lives under the key
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	boolean delete(String name);

	/**
	 * Deletes what is stored of a flag that need not be declared, without waiting.
	 * @param name the flag
	 * @return whether anything was stored
	 */
	CompletionStage<Boolean> deleteAsync(String name);

	/**
	 * Reads which flags are in the store, whether or not any code declares them.
	 * @return the flags, by name
	 * @throws NotFlagsException if something else than flags lives under the key
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	List<StoredFlag> flags();

	/**
	 * Reads which flags are in the store, without waiting.
	 * @return the flags, by name
	 */
	CompletionStage<List<StoredFlag>> flagsAsync();

	/**
	 * Reads all flags again now. What was changed before is read from then on.
	 * @throws NotFlagsException if something else than flags lives under the key; the
	 * values stay
	 * @throws org.springframework.dao.DataAccessException if the store failed; the values
	 * stay
	 */
	void refresh();

	/**
	 * Reads all flags again, without waiting.
	 * @return completes when they were read
	 */
	CompletionStage<Void> refreshAsync();

	/**
	 * Writes the flags back that this process knows and that were lost.
	 * @return how many; 0 if none was lost
	 * @throws NotFlagsException if something else than flags lives under the key
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	int restore();

	/**
	 * Writes lost flags back, without waiting.
	 * @return how many
	 */
	CompletionStage<Integer> restoreAsync();

	/**
	 * What this process knows of the flags. Nothing is read for it.
	 * @return never {@code null}
	 */
	FlagStatus status();

	/**
	 * Has a listener hear of each change from the next one on, in their order, one at a
	 * time, on a thread on which all listeners of the process's flags wait for each
	 * other. This process reads the new value already. Of several changes in a short time
	 * only the last may be heard. What it throws is logged.
	 * @param listener hears of changes
	 * @return has the listener hear no more
	 */
	Runnable onChange(Consumer<? super FlagChange> listener);

}
