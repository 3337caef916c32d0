package io.github.redistiers.boot.endpoint;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.redistiers.store.RepositoryReport;
import org.jspecify.annotations.Nullable;

/**
 * A repository in the endpoint's answer.
 *
 * @param id what it is called in the endpoint's paths: its name, or
 * {@code <group>:<name>}
 * @param name its name
 * @param group its group
 * @param type the interface that declares it
 * @param structures what its keys begin with after the prefix
 * @param keyPatterns globs that all its keys match
 * @param bytesSent how much this process has sent to change it, since the process began
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record RepositoryDescriptor(String id, String name, @Nullable String group, String type, List<String> structures,
		List<String> keyPatterns, long bytesSent) {

	static RepositoryDescriptor of(RepositoryReport report) {
		return new RepositoryDescriptor(QueueDescriptor.id(report.name()), report.name().value(),
				QueueDescriptor.group(report.name()), report.type().getName(), report.structures(),
				report.keyPatterns(), report.bytesSent());
	}

}
