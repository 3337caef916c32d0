package io.github.redistiers.store.reservation;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/**
 * Stock that is held for a while and then confirmed, or free again: what lies in a cart
 * that checks out, seats, rooms.
 *
 * <pre class="code">
 * &#064;StoreRepository("stock")
 * interface StockOfTheShop extends ReservationRepository {
 * }
 *
 * stock.restock("sku-1", 100, "delivery-4711");
 * if (stock.reserve("sku-1", 2, "order-17", Duration.ofMinutes(15)).isReserved()) {
 * 	// the customer pays
 * 	stock.confirm("sku-1", "order-17");
 * }
 * </pre>
 *
 * <b>Always</b>, in every moment: available + held + confirmed = restocked. A hold whose
 * time is up is free from that moment on, by the server's clock, whoever asks; nobody has
 * to tidy up for that.
 * <p>
 * <b>Once.</b> Every change has an id, and the same change under the same id happens
 * once: a hold while it lasts; a confirmation and a restock for a day
 * ({@link #REMEMBERED}). So a call that failed may be made again in any case. An id
 * belongs to the items with which it was used.
 * <p>
 * <b>Several items</b> are reserved, confirmed, released and extended together, all of
 * them or none, by one script. That needs one cluster slot: the repository must be in a
 * group.
 *
 * <h2>In Redis</h2> Two keys per item, without expiry: a hash
 * <code>&lt;prefix&gt;reservation:&lt;name&gt;:&lt;item&gt;</code>, such as
 * {@code shop:reservation:stock:sku-1}, and a sorted set
 * <code>&lt;prefix&gt;reservation-deadlines:{&lt;the hash's key&gt;}</code>. In a group
 * <code>&lt;prefix&gt;reservation:{&lt;group&gt;}:&lt;name&gt;:&lt;item&gt;</code> and
 * <code>&lt;prefix&gt;reservation-deadlines:{&lt;group&gt;}:&lt;name&gt;:&lt;item&gt;</code>.
 * The hash's field {@code stock} has four numbers: available, held, confirmed, and when
 * at the earliest something is due, in milliseconds since 1970 (0: nothing is). Each id
 * has a field {@code #<id>}: {@code h} (held), {@code c} (confirmed) or {@code s}
 * (restocked) and the quantity; how many items are held together; and until when it is
 * held or remembered. In the sorted set each id stands at a moment at or before that one.
 * How braces in items are written is told at
 * {@link io.github.redistiers.store.StructureKeys}.
 * <table>
 * <caption>Commands</caption>
 * <tr>
 * <th>method</th>
 * <th>command</th>
 * </tr>
 * <tr>
 * <td>{@link #restock}, {@link #reserve(String, long, String, Duration)}</td>
 * <td>a script: TIME, HMGET, ZADD, HSET</td>
 * </tr>
 * <tr>
 * <td>{@link #confirm(String, String)}, {@link #extend(String, String, Duration)}</td>
 * <td>the same script: TIME, HMGET, HSET; HDEL on a full server</td>
 * </tr>
 * <tr>
 * <td>{@link #release(String, String)}</td>
 * <td>the same script: TIME, HMGET, ZREM, HDEL, HSET</td>
 * </tr>
 * <tr>
 * <td>{@link #stock}</td>
 * <td>the same script: TIME, HMGET</td>
 * </tr>
 * <tr>
 * <td>each of them, where something is due</td>
 * <td>also ZRANGEBYSCORE, ZRANGE, HMGET, and but for {@link #stock} ZREM, HDEL, ZADD, for
 * up to 200 ids at a time; where more are due that matter for the answer, it is asked
 * again</td>
 * </tr>
 * <tr>
 * <td>several items</td>
 * <td>also ZCARD</td>
 * </tr>
 * <tr>
 * <td>{@link #delete}</td>
 * <td>DEL</td>
 * </tr>
 * </table>
 * <p>
 * Every method is atomic, and its effect is visible to all clients of the store when it
 * returns. A call that failed says whether it happened: see
 * {@link io.github.redistiers.store.StoreFailure}. A full server refuses {@code restock}
 * and {@code reserve}, and lets everything else pass.
 * <p>
 * The methods that return a {@link CompletionStage} do the same without waiting; their
 * stages fail as the others throw. Arguments that cannot be right are refused at once.
 * <p>
 * Items are any text that is not blank and no longer than
 * {@link io.github.redistiers.store.StructureKeys#MAX_LENGTH}; ids are no longer than
 * {@link io.github.redistiers.store.StructureKeys#MAX_ID_LENGTH} and have no control
 * characters. Quantities are from 1 to {@link #MOST}, and so is what is there of an item;
 * a time is from a millisecond to ten years; up to {@link #MOST_ITEMS} items make a hold.
 * Others throw an {@link IllegalArgumentException}.
 * <p>
 * All methods but {@link #delete} throw {@link NotAStockException} if something else
 * lives under an item's keys, and a {@link org.springframework.dao.DataAccessException}
 * if the store failed.
 *
 * @since 0.1.0
 */
public interface ReservationRepository {

	/**
	 * How many there can be of an item.
	 */
	long MOST = 1_000_000_000_000_000L;

	/**
	 * How many items can be held together.
	 */
	int MOST_ITEMS = 100;

	/**
	 * For how long a confirmation or a restock is remembered by its id.
	 */
	Duration REMEMBERED = Duration.ofDays(1);

	/**
	 * Adds to what is available of an item.
	 * @param item the item
	 * @param quantity how many come in
	 * @param restockId under which they come in once
	 * @return the item's stock
	 * @throws HoldReusedException if the id stands for something else
	 * @throws StockLimitException if there would be more than {@link #MOST}
	 */
	Stock restock(String item, long quantity, String restockId);

	/**
	 * Adds to what is available of an item, without waiting.
	 * @param item the item
	 * @param quantity how many come in
	 * @param restockId under which they come in once
	 * @return the item's stock
	 */
	CompletionStage<Stock> restockAsync(String item, long quantity, String restockId);

	/**
	 * Holds some of an item. The same once more answers the same: the first time counts,
	 * also for how long it is held.
	 * @param item the item
	 * @param quantity how many
	 * @param holdId what the hold is called, such as an order's number
	 * @param holdFor for how long
	 * @return what became of it; sold out is no exception
	 * @throws HoldReusedException if the id stands for something else
	 */
	ReservationOutcome reserve(String item, long quantity, String holdId, Duration holdFor);

	/**
	 * Holds some of an item, without waiting.
	 * @param item the item
	 * @param quantity how many
	 * @param holdId what the hold is called
	 * @param holdFor for how long
	 * @return what became of it
	 */
	CompletionStage<ReservationOutcome> reserveAsync(String item, long quantity, String holdId, Duration holdFor);

	/**
	 * Holds some of several items, all of them or none.
	 * @param quantities how many of each item
	 * @param holdId what the hold is called
	 * @param holdFor for how long
	 * @return what became of it; sold out is no exception
	 * @throws HoldReusedException if the id stands for something else with one of the
	 * items
	 * @throws org.springframework.dao.InvalidDataAccessApiUsageException if there are
	 * several items and the repository is not in a group
	 */
	ReservationOutcome reserve(Map<String, Long> quantities, String holdId, Duration holdFor);

	/**
	 * Holds some of several items, without waiting.
	 * @param quantities how many of each item
	 * @param holdId what the hold is called
	 * @param holdFor for how long
	 * @return what became of it
	 */
	CompletionStage<ReservationOutcome> reserveAsync(Map<String, Long> quantities, String holdId, Duration holdFor);

	/**
	 * Makes final what is held. The same once more changes nothing.
	 * @param item the item
	 * @param holdId the hold
	 * @throws NotHeldException if there is no such hold; its time may be up
	 */
	void confirm(String item, String holdId);

	/**
	 * Makes final what is held, without waiting.
	 * @param item the item
	 * @param holdId the hold
	 * @return completes when it is final
	 */
	CompletionStage<Void> confirmAsync(String item, String holdId);

	/**
	 * Makes final what is held of several items, all of them or none.
	 * @param items the items
	 * @param holdId the hold
	 * @throws NotHeldException if one of them is not held
	 */
	void confirm(Collection<String> items, String holdId);

	/**
	 * Makes final what is held of several items, without waiting.
	 * @param items the items
	 * @param holdId the hold
	 * @return completes when it is final
	 */
	CompletionStage<Void> confirmAsync(Collection<String> items, String holdId);

	/**
	 * Gives back what is held.
	 * @param item the item
	 * @param holdId the hold
	 * @return whether it was held until now
	 * @throws HoldConfirmedException if it was confirmed: restock what comes back
	 * @throws HoldReusedException if the id stands for a restock
	 */
	boolean release(String item, String holdId);

	/**
	 * Gives back what is held, without waiting.
	 * @param item the item
	 * @param holdId the hold
	 * @return whether it was held until now
	 */
	CompletionStage<Boolean> releaseAsync(String item, String holdId);

	/**
	 * Gives back what is held of several items.
	 * @param items the items
	 * @param holdId the hold
	 * @return whether any of them was held until now
	 * @throws HoldConfirmedException if one of them was confirmed; then none is given
	 * back
	 * @throws HoldReusedException if the id stands for a restock
	 */
	boolean release(Collection<String> items, String holdId);

	/**
	 * Gives back what is held of several items, without waiting.
	 * @param items the items
	 * @param holdId the hold
	 * @return whether any of them was held until now
	 */
	CompletionStage<Boolean> releaseAsync(Collection<String> items, String holdId);

	/**
	 * Holds for longer: so long from now on, and no shorter than before.
	 * @param item the item
	 * @param holdId the hold
	 * @param holdFor for how long from now on
	 * @return until when it is held, by the server's clock
	 * @throws NotHeldException if there is no such hold; its time may be up
	 * @throws HoldConfirmedException if it was confirmed
	 */
	Instant extend(String item, String holdId, Duration holdFor);

	/**
	 * Holds for longer, without waiting.
	 * @param item the item
	 * @param holdId the hold
	 * @param holdFor for how long from now on
	 * @return until when it is held
	 */
	CompletionStage<Instant> extendAsync(String item, String holdId, Duration holdFor);

	/**
	 * Holds several items for longer, all of them or none.
	 * @param items the items
	 * @param holdId the hold
	 * @param holdFor for how long from now on
	 * @return until when all of them are held, by the server's clock
	 * @throws NotHeldException if one of them is not held
	 * @throws HoldConfirmedException if one of them was confirmed
	 */
	Instant extend(Collection<String> items, String holdId, Duration holdFor);

	/**
	 * Holds several items for longer, without waiting.
	 * @param items the items
	 * @param holdId the hold
	 * @param holdFor for how long from now on
	 * @return until when all of them are held
	 */
	CompletionStage<Instant> extendAsync(Collection<String> items, String holdId, Duration holdFor);

	/**
	 * Changes that are made together with those of other repositories of the group.
	 * @return what can be changed so
	 */
	ReservationChanges changes();

	/**
	 * Looks at an item's stock.
	 * @param item the item
	 * @return its stock; all 0 if nothing is known of it
	 */
	Stock stock(String item);

	/**
	 * Looks at an item's stock, without waiting.
	 * @param item the item
	 * @return its stock
	 */
	CompletionStage<Stock> stockAsync(String item);

	/**
	 * Forgets an item, with everything that is held of it and all ids.
	 * @param item the item
	 * @return whether anything was known of it
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	boolean delete(String item);

	/**
	 * Forgets an item, without waiting.
	 * @param item the item
	 * @return whether anything was known of it
	 */
	CompletionStage<Boolean> deleteAsync(String item);

}
