package io.github.redistiers.store.ratelimit;

import java.util.concurrent.CompletionStage;

/**
 * Rate limits that all processes share: many subjects under one repository, such as
 * users, addresses or API keys.
 *
 * <pre class="code">
 * &#064;StoreRepository("logins")
 * interface Logins extends RateLimitRepository {
 * }
 *
 * logins.tryAcquire(user, RateLimit.perMinute(5), RateLimit.perDay(50)).allowed()
 * </pre>
 *
 * The limits travel with the call (GCRA: permits come back evenly, one by one, up to the
 * burst). There is nothing to set up, and another limit is in force with the next call:
 * what was taken before still counts, but nobody waits longer than for the new limit's
 * whole burst: a denied call, too, brings the end of a longer wait nearer. Several limits
 * are taken from together: from all of them or from none. They are told apart by their
 * place in the call, so keep their order, and give one subject the same limits
 * everywhere.
 *
 * <h2>In Redis</h2> One string per subject,
 * <code>&lt;prefix&gt;limit:&lt;name&gt;:&lt;subject&gt;</code>, such as
 * {@code shop:limit:logins:42}; in a group
 * <code>&lt;prefix&gt;limit:{&lt;group&gt;}:&lt;name&gt;:&lt;subject&gt;</code>. Its
 * value is, for each limit, the moment at which it will be untouched again: microseconds
 * since 1970 by the server's clock ({@code 1763808000123456}), nanoseconds
 * ({@code 1763808000123456789}) or a fraction ({@code 1763808000123456+1/3}), with a
 * blank between. It expires at the last of these moments: a subject that is not limited
 * at present has no key. No application's clock is asked. Each call touches one key, and
 * outside a group each subject is a cluster slot of its own: braces in it are written as
 * <code>%7B</code> and <code>%7D</code>, a percent sign as <code>%25</code>.
 * <table>
 * <caption>Commands</caption>
 * <tr>
 * <th>method</th>
 * <th>command</th>
 * </tr>
 * <tr>
 * <td>{@link #tryAcquire}, {@link #peek}</td>
 * <td>EVALSHA of {@code take.lua}: TIME, GET, and SET with PX if permits are taken or the
 * limit has become shorter</td>
 * </tr>
 * <tr>
 * <td>{@link #reset}</td>
 * <td>DEL</td>
 * </tr>
 * </table>
 * <p>
 * Each method is atomic. A call that threw
 * {@link io.github.redistiers.store.OutcomeUnknownException} may have taken permits;
 * nothing is ever sent twice. What is answered instead of throwing is declared with
 * {@link OnStoreFailure}.
 * <p>
 * A subject is any text that is not blank; blank throws an
 * {@link IllegalArgumentException}. One of more than 128 characters, or that is no
 * Unicode text, is kept by its SHA-256 digest.
 *
 * @since 0.1.0
 */
public interface RateLimitRepository {

	/**
	 * Takes one permit.
	 * @param subject who or what is limited
	 * @param limits one to eight limits
	 * @return whether it was taken, and what is left
	 * @throws IllegalArgumentException if the subject is blank
	 * @throws NotARateLimitException if something else lives under the key; nothing is
	 * changed
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	RateLimitResult tryAcquire(String subject, RateLimit... limits);

	/**
	 * Takes as many permits as something costs, or none.
	 * @param subject who or what is limited
	 * @param cost how many; 0 takes none and is the same as {@link #peek}
	 * @param limits one to eight limits, none with a burst below the cost
	 * @return whether they were taken, and what is left
	 * @throws IllegalArgumentException if the subject is blank, or the cost is negative
	 * or above a limit's burst
	 * @throws NotARateLimitException if something else lives under the key; nothing is
	 * changed
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	RateLimitResult tryAcquire(String subject, long cost, RateLimit... limits);

	/**
	 * Takes one permit, without waiting.
	 * @param subject who or what is limited
	 * @param limits one to eight limits
	 * @return as {@link #tryAcquire(String, RateLimit...)}; it fails as that throws, but
	 * wrong arguments are thrown at once
	 */
	CompletionStage<RateLimitResult> tryAcquireAsync(String subject, RateLimit... limits);

	/**
	 * Takes as many permits as something costs, or none, without waiting.
	 * @param subject who or what is limited
	 * @param cost how many; 0 takes none
	 * @param limits one to eight limits, none with a burst below the cost
	 * @return as {@link #tryAcquire(String, long, RateLimit...)}; it fails as that
	 * throws, but wrong arguments are thrown at once
	 */
	CompletionStage<RateLimitResult> tryAcquireAsync(String subject, long cost, RateLimit... limits);

	/**
	 * Looks, and takes nothing.
	 * @param subject who or what is limited
	 * @param limits one to eight limits
	 * @return whether one permit could be taken now, and what is there
	 * @throws NotARateLimitException if something else lives under the key
	 * @throws org.springframework.dao.DataAccessException if the store failed
	 */
	RateLimitResult peek(String subject, RateLimit... limits);

	/**
	 * Looks, and takes nothing, without waiting.
	 * @param subject who or what is limited
	 * @param limits one to eight limits
	 * @return as {@link #peek}; it fails as that throws, but wrong arguments are thrown
	 * at once
	 */
	CompletionStage<RateLimitResult> peekAsync(String subject, RateLimit... limits);

	/**
	 * Makes a subject as if nothing had ever been taken.
	 * @param subject who or what is limited
	 * @return whether something had been taken that was not back yet
	 * @throws org.springframework.dao.DataAccessException if the store failed, whatever
	 * {@link OnStoreFailure} says
	 */
	boolean reset(String subject);

	/**
	 * Makes a subject as if nothing had ever been taken, without waiting.
	 * @param subject who or what is limited
	 * @return as {@link #reset}; it fails as that throws, but a blank subject is refused
	 * at once
	 */
	CompletionStage<Boolean> resetAsync(String subject);

}
