package io.github.redistiers.store;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * What structures share among all their repositories on one store.
 */
final class StructureParts implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(StructureParts.class);

	private final Map<Class<?>, AutoCloseable> parts = new HashMap<>();

	/**
	 * Gets a part, which is made when it is asked for first.
	 */
	synchronized <T extends AutoCloseable> T get(Class<T> type, Supplier<T> maker) {
		return type.cast(this.parts.computeIfAbsent(type, (absent) -> maker.get()));
	}

	@Override
	public synchronized void close() {
		for (AutoCloseable part : this.parts.values()) {
			try {
				part.close();
			}
			catch (Exception ex) {
				logger.warn("Something of the store tier was not closed", ex);
			}
		}
	}

}
