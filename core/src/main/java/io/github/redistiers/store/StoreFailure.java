package io.github.redistiers.store;

import org.jspecify.annotations.Nullable;

/**
 * What every failure of the store tier tells, whether a repository or a plain template
 * was used. Each is a {@link org.springframework.dao.DataAccessException} of the kind
 * that Spring has for it:
 * <table>
 * <caption>The family</caption>
 * <tr>
 * <th>exception</th>
 * <th>the server says</th>
 * <th>applied</th>
 * </tr>
 * <tr>
 * <td>{@link StoreFullException}</td>
 * <td>OOM</td>
 * <td>no</td>
 * </tr>
 * <tr>
 * <td>{@link StoreNotPersistingException}</td>
 * <td>MISCONF</td>
 * <td>no</td>
 * </tr>
 * <tr>
 * <td>{@link StoreReadOnlyException}</td>
 * <td>READONLY</td>
 * <td>no</td>
 * </tr>
 * <tr>
 * <td>{@link TooFewReplicasException}</td>
 * <td>NOREPLICAS</td>
 * <td>no</td>
 * </tr>
 * <tr>
 * <td>{@link StoreUnavailableException}</td>
 * <td>nothing, since it is not connected or known to hang; LOADING, CLUSTERDOWN,
 * MASTERDOWN, TRYAGAIN, BUSY, too many clients</td>
 * <td>no</td>
 * </tr>
 * <tr>
 * <td>{@link StoreRefusedException}</td>
 * <td>NOPERM, NOAUTH, WRONGPASS</td>
 * <td>no; unknown of a command within a script</td>
 * </tr>
 * <tr>
 * <td>{@link OutcomeUnknownException}</td>
 * <td>nothing: the time was up or the connection was cut after sending</td>
 * <td>unknown</td>
 * </tr>
 * <tr>
 * <td>{@link NotDurableInTimeException}</td>
 * <td>that it made the change, but not that it is as durable as {@link Durability}
 * declares</td>
 * <td>yes</td>
 * </tr>
 * </table>
 * <p>
 * A script that has written before one of its commands was refused keeps what it wrote:
 * after an error from within a script of the application's own, {@link #applied()} is
 * {@link Applied#UNKNOWN}. The scripts of this library write nothing before the command
 * that a server may refuse, but for the permission of each further command, without which
 * theirs is unknown, too.
 * <p>
 * Likewise of a transaction or a pipeline, of which one command was refused: others may
 * have been applied. A transaction of which one command was not even queued is not
 * executed ({@link Applied#NO}). And likewise, in a cluster, of a call of a template that
 * is several commands, since its keys are in several slots.
 *
 * @since 0.1.0
 */
public interface StoreFailure {

	/**
	 * Whether the call has changed anything.
	 * @return never {@code null}
	 */
	Applied applied();

	/**
	 * Whether the same call can be made again without doing twice what it does. It may
	 * well fail again, for the same reason.
	 * @return {@code true} if nothing was changed
	 */
	default boolean isRetrySafe() {
		return applied() == Applied.NO;
	}

	/**
	 * Whether the cause usually passes within moments, as a failover does. A full store
	 * or a missing permission does not.
	 * @return {@code false} unless it does
	 */
	default boolean isTransient() {
		return false;
	}

	/**
	 * Finds what an exception tells of the store.
	 * @param failure an exception, or {@code null}
	 * @return the first of it and its causes that is a failure of the store; {@code null}
	 * if none is
	 */
	static @Nullable StoreFailure of(@Nullable Throwable failure) {
		for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
			if (cause instanceof StoreFailure found) {
				return found;
			}
		}
		return null;
	}

}
