package io.github.redistiers.boot.endpoint;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.redistiers.store.RepositoryName;
import io.github.redistiers.store.queue.QueueStatus;
import org.jspecify.annotations.Nullable;

/**
 * A queue in the endpoint's answer. What is not known is left out.
 *
 * @param id what it is called in the endpoint's paths: its name, or
 * {@code <group>:<name>}
 * @param name its name
 * @param group its group
 * @param problem why the store did not tell the rest
 * @param paused whether nobody gets any jobs
 * @param ready how many jobs wait for somebody to handle them
 * @param delayed how many are not due yet
 * @param leased how many are being handled
 * @param dead how many are dead letters
 * @param oldest for how long the oldest of those that are ready has been known, as ISO
 * 8601
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record QueueDescriptor(String id, String name, @Nullable String group, @Nullable String problem,
		@Nullable Boolean paused, @Nullable Long ready, @Nullable Long delayed, @Nullable Long leased,
		@Nullable Long dead, @Nullable String oldest) {

	static QueueDescriptor of(RepositoryName name, QueueStatus status) {
		return new QueueDescriptor(id(name), name.value(), group(name), null, status.isPaused(), status.ready(),
				status.delayed(), status.leased(), status.dead(),
				(status.oldest() != null) ? status.oldest().toString() : null);
	}

	static QueueDescriptor unknown(RepositoryName name, String problem) {
		return new QueueDescriptor(id(name), name.value(), group(name), problem, null, null, null, null, null, null);
	}

	static String id(RepositoryName name) {
		return name.group().isEmpty() ? name.value() : name.group() + ":" + name.value();
	}

	static @Nullable String group(RepositoryName name) {
		return name.group().isEmpty() ? null : name.group();
	}

}
