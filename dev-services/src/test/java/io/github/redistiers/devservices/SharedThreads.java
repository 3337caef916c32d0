package io.github.redistiers.devservices;

import io.lettuce.core.resource.ClientResources;

/**
 * The threads of all tests' clients, which last as long as the JVM: no test waits for new
 * ones, nor for the end of old ones.
 */
final class SharedThreads {

	static final ClientResources RESOURCES = ClientResources.create();

	private SharedThreads() {
	}

}
