package io.github.redistiers.store.session;

import java.util.List;

/**
 * What stands in the way of keeping sessions as JSON.
 *
 * @param sessions how many sessions in Spring Session's layout were looked at
 * @param unreadable how many of them cannot be read at all, here
 * @param obstacles the attributes that would keep their sessions in that layout
 * @since 0.1.0
 */
public record SessionReport(long sessions, long unreadable, List<Obstacle> obstacles) {

	public SessionReport {
		obstacles = List.copyOf(obstacles);
	}

	/**
	 * An attribute that cannot be kept as JSON.
	 *
	 * @param attribute its name
	 * @param type its class
	 * @param reason why
	 * @param sessions in how many of the sessions
	 */
	public record Obstacle(String attribute, String type, String reason, long sessions) {

	}

}
