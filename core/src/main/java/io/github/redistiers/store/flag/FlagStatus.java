package io.github.redistiers.store.flag;

import java.util.Map;
import java.util.Set;

/**
 * What a process knows of a repository's flags.
 *
 * @param read whether they were ever read, so that they have values
 * @param current whether the last attempt to read them succeeded
 * @param pushed whether the server tells of changes at once; else they are looked for
 * every other second or so
 * @param lost flags that are gone from the store without having been deleted, such as
 * after FLUSHALL; they keep their last values in this process
 * @param unreadable flags that this process has asked for and whose stored text it cannot
 * read, and why; they keep their last values, or have none
 * @since 0.1.0
 * @see FlagRepository#restore()
 */
public record FlagStatus(boolean read, boolean current, boolean pushed, Set<String> lost,
		Map<String, String> unreadable) {

	public FlagStatus {
		lost = Set.copyOf(lost);
		unreadable = Map.copyOf(unreadable);
	}

}
