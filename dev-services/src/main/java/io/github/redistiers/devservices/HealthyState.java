package io.github.redistiers.devservices;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * How a server was when it had just started, and the way back there.
 *
 * @param facts its configuration, users and role
 * @since 0.1.0
 */
public record HealthyState(List<@Nullable Object> facts) {

	/**
	 * Looks at a server.
	 * @param server a server that nothing has been done to
	 * @return how it is
	 */
	public static HealthyState of(RedisServer server) {
		return new HealthyState(facts(server));
	}

	private static List<@Nullable Object> facts(RedisServer server) {
		List<@Nullable Object> facts = new ArrayList<>();
		facts.add(server.execute("CONFIG", "GET", "*"));
		facts.add(server.execute("ACL", "LIST"));
		Object role = server.execute("ROLE");
		facts.add((role instanceof List<?> parts) ? parts.get(0) : role);
		return facts;
	}

	/**
	 * Makes the server running, empty and configured as it was. One that is merely full
	 * of data is emptied; any other change replaces it.
	 * @param server the server
	 */
	public void restore(RedisServer server) {
		if (isUnchanged(server)) {
			server.execute("FLUSHALL");
			server.execute("SCRIPT", "FLUSH");
			server.execute("CONFIG", "RESETSTAT");
		}
		else {
			server.replace();
		}
	}

	private boolean isUnchanged(RedisServer server) {
		return server.isRunning() && !server.isPaused() && Objects.equals(this.facts, facts(server));
	}

}
