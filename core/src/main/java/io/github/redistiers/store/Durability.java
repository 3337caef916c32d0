package io.github.redistiers.store;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Declares how durable the changes of a repository are when its methods return, or when
 * their stages complete. On a method it overrides what the interface says, on an
 * interface the property {@code redis-tiers.store.durability}. Reads do not wait.
 * <p>
 * A change that was made and is not that durable within
 * {@code redis-tiers.store.durability-timeout} ends with
 * {@link NotDurableInTimeException}. While the store is known not to be able to make
 * changes that durable, none is sent: {@link StoreNotPersistingException} or
 * {@link TooFewReplicasException}. A store that is not made for it is refused when the
 * repository is created.
 * <p>
 * Callers that wait at the same time wait together. In Redis, each process that waits
 * keeps one key for it on every primary, {@code <prefix>durable:{…}:<process>:<number>},
 * which expires a day after it was last used. Commands: {@code SET}, {@code RENAME} on
 * the shared connection; {@code PEXPIRE}, {@code CONFIG GET *appendfsync}, {@code INFO},
 * {@code WAIT}, {@code WAITAOF} on a connection of its own.
 *
 * @since 0.1.0
 */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ ElementType.TYPE, ElementType.METHOD })
public @interface Durability {

	/**
	 * What has happened to a change before the call returns.
	 * @return the level
	 */
	DurabilityLevel value();

}
