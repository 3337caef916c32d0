package io.github.redistiers.store.session;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.github.redistiers.codec.TypedJson;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;

/**
 * Tells once of each attribute that could not be kept as JSON, while sessions are still
 * in Spring Session's layout.
 */
final class SessionObstacles {

	private static final Log logger = LogFactory.getLog(StoreSessionRepository.class);

	private static final int MOST = 1000;

	private final TypedJson json;

	private final Set<String> seen = ConcurrentHashMap.newKeySet();

	SessionObstacles(TypedJson json) {
		this.json = json;
	}

	void look(StoreSession session) {
		for (String name : session.getAttributeNames()) {
			Object value = session.value(name);
			if (value == null || this.seen.size() >= MOST || !this.seen.add(name + " " + value.getClass().getName())) {
				continue;
			}
			String obstacle = this.json.obstacle(value);
			if (obstacle != null) {
				logger.warn(("The session attribute \"%s\" of %s cannot be kept as JSON, so its sessions stay in Spring"
						+ " Session's layout: %s. Add its package to redis-tiers.store.sessions.allowed-packages, or"
						+ " change the class, before redis-tiers.store.sessions.layout=tiers.")
					.formatted(name, value.getClass().getName(), obstacle));
			}
		}
	}

}
