package io.github.redistiers.store;

import java.util.List;

/**
 * One repository as this process knows it. Nothing is asked of the server for it.
 *
 * @param type the interface that declares it, or the structure's
 * @param structures what its keys begin with after the prefix, such as {@code counter}
 * @param name its name and group
 * @param keyPatterns globs that all its keys match, for {@code SCAN}; one of them may
 * match nothing
 * @param bytesSent how much its calls that may change something have sent to the store
 * since this process began, in bytes: keys, values and what frames them. It is what this
 * process wrote rather than what is held, and a process that restarts begins anew
 * @since 0.1.0
 */
public record RepositoryReport(Class<?> type, List<String> structures, RepositoryName name, List<String> keyPatterns,
		long bytesSent) {

	public RepositoryReport {
		structures = List.copyOf(structures);
		keyPatterns = List.copyOf(keyPatterns);
	}

}
