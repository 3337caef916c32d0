package io.github.redistiers.store.session;

import java.util.Map;
import java.util.concurrent.CompletionStage;

import org.jspecify.annotations.Nullable;

import org.springframework.session.FindByIndexNameSessionRepository;

/**
 * HTTP sessions on the store tier, behind Spring Session's interfaces.
 * <p>
 * <strong>In Redis</strong>, with the prefix {@code shop:}, the repository {@code http}
 * and the namespace {@code spring:session}:
 * <ul>
 * <li><code>shop:session:http:{spring:session:sessions:&lt;id&gt;}</code>, a hash: the
 * session. {@code c} when it was made, {@code a} when a request used it last (both in
 * milliseconds, the latter by the server's clock), {@code i} its timeout in seconds,
 * {@code p} whose it is, {@code :<name>} an attribute as JSON. It outlives the session by
 * five minutes, so that what was in it can be told when it ends.</li>
 * <li>{@code spring:session:sessions:<id>}, a hash: the same in
 * {@link SessionLayout#SPRING}, as Spring Session's own repository keeps it.</li>
 * <li>{@code shop:session-principal:http:<name>}, a sorted set: somebody's sessions by
 * the time of their end.</li>
 * <li>{@code shop:session-end:http:<0-15>}, sorted sets: all sessions in
 * {@link SessionLayout#TIERS} by the time of their end.</li>
 * <li>{@code shop:session-sweep:http:turn}, a string: which process looks for ended
 * sessions.</li>
 * </ul>
 * <strong>Commands.</strong> {@code findById}: {@code PTTL} and {@code HGETALL}, sent
 * together; where that finds nothing, {@code find.lua} looks in both layouts.
 * {@code save}: {@code save.lua}, one script, with what has changed; where the session is
 * new, its end moves or its owner changes, {@code index.lua} before it, once for its end
 * and once for its owner. {@code deleteById}: {@code delete.lua}, and {@code ZREM} from
 * both sets. {@code sweep}: {@code lease.lua}, {@code due.lua} for each set of ends,
 * {@code expire.lua} for each ended session.
 * <p>
 * <strong>Atomicity.</strong> A save happens whole or not at all. One of a session that
 * was deleted meanwhile changes nothing ({@link SessionCounts#dropped()}): what was
 * deleted stays deleted. The sets are kept beside the session and repaired by its next
 * touch; a session is never found by them that is not there.
 * <p>
 * <strong>Time.</strong> A session ends by the store's clock alone. The time of a request
 * is written only when a part of the timeout has passed since it was written last
 * ({@link SessionSettings#touchFraction()}).
 * <p>
 * <strong>Errors</strong> are {@link org.springframework.dao.DataAccessException}s, a
 * {@link io.github.redistiers.store.StoreFailure} where the store failed; a
 * {@link SessionAttributeRefusedException} where an attribute cannot be kept. A full
 * server refuses to save what grows, and takes a mere touch and a delete. A session that
 * cannot be read is not found, and counted.
 * <p>
 * <strong>Events.</strong> {@code SessionCreatedEvent} and {@code SessionDeletedEvent}
 * are published in the process that saved or deleted, after the store has done it;
 * {@code SessionExpiredEvent} in the one process whose sweep removed the session.
 * Sessions in Spring Session's layout end without an event, as those of its default
 * repository do.
 *
 * @since 0.1.0
 */
public interface StoreSessionRepository extends FindByIndexNameSessionRepository<StoreSession> {

	/**
	 * Finds a session.
	 * @param id anything
	 * @return the session; {@code null} if there is none, it has ended, or it cannot be
	 * read. Fails as {@link #findById} throws
	 */
	CompletionStage<@Nullable StoreSession> findByIdAsync(String id);

	/**
	 * Saves what has changed.
	 * @param session a session of this repository
	 * @return done, also if the session was deleted meanwhile
	 */
	CompletionStage<@Nullable Void> saveAsync(StoreSession session);

	/**
	 * Deletes a session.
	 * @param id anything
	 * @return done, also if there was none
	 */
	CompletionStage<@Nullable Void> deleteByIdAsync(String id);

	/**
	 * Finds somebody's sessions.
	 * @param principalName whose
	 * @return by their ids; may be empty
	 */
	CompletionStage<Map<String, StoreSession>> findByPrincipalNameAsync(String principalName);

	/**
	 * Removes sessions that have ended, and publishes that. While {@link SessionLayout}
	 * {@code SPRING} is written, sessions in the other layout are moved back as well. One
	 * process at a time does it; each ended session is removed by one alone even without
	 * that.
	 * @return how many were removed or moved
	 */
	int sweep();

	/**
	 * Looks through the sessions in Spring Session's layout for what could not be kept as
	 * JSON. Nothing is changed.
	 * @param limit how many sessions are looked at, at most
	 * @return what was found
	 */
	SessionReport report(int limit);

	/**
	 * What happened to the sessions of this process.
	 * @return numbers that go on counting
	 */
	SessionCounts counts();

}
