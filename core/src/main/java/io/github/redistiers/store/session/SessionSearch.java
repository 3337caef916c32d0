package io.github.redistiers.store.session;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import io.github.redistiers.codec.TypedJson;
import io.github.redistiers.store.StructureContext;
import io.github.redistiers.store.session.SessionReport.Obstacle;
import io.lettuce.core.KeyScanCursor;
import io.lettuce.core.ScanArgs;
import io.lettuce.core.ScanCursor;

import org.springframework.session.MapSession;

/**
 * Looks through the sessions in Spring Session's layout.
 */
final class SessionSearch {

	private static final int AT_ONCE = 500;

	private final StructureContext context;

	private final SessionKeys keys;

	private final SessionForm spring;

	private final TypedJson json;

	SessionSearch(StructureContext context, SessionKeys keys, SessionForm spring, TypedJson json) {
		this.context = context;
		this.keys = keys;
		this.spring = spring;
		this.json = json;
	}

	SessionReport report(int limit) {
		ScanArgs matching = ScanArgs.Builder.limit(AT_ONCE).match(this.keys.springPattern());
		Map<String, Obstacle> obstacles = new LinkedHashMap<>();
		long sessions = 0;
		long unreadable = 0;
		ScanCursor at = ScanCursor.INITIAL;
		do {
			ScanCursor from = at;
			KeyScanCursor<byte[]> found = this.context.read((commands) -> commands.scan(from, matching));
			for (byte[] key : found.getKeys()) {
				String id = this.keys.idOf(key);
				if (id.isEmpty() || sessions >= limit) {
					continue;
				}
				sessions++;
				unreadable += look(id, key, obstacles) ? 0 : 1;
			}
			at = found;
		}
		while (!at.isFinished() && sessions < limit);
		return new SessionReport(sessions, unreadable, List.copyOf(obstacles.values()));
	}

	private boolean look(String id, byte[] key, Map<String, Obstacle> obstacles) {
		MapSession session;
		try {
			Map<byte[], byte[]> fields = this.context.read((commands) -> commands.hgetall(key));
			if (fields.isEmpty()) {
				return true;
			}
			session = this.spring.read(id, Stored.of(this.spring, -1, fields).fields());
		}
		catch (RuntimeException ex) {
			return false;
		}
		for (String name : session.getAttributeNames()) {
			Object value = session.getRequiredAttribute(name);
			String reason = this.json.obstacle(value);
			if (reason != null) {
				String type = value.getClass().getName();
				obstacles.merge(name + " " + type, new Obstacle(name, type, reason, 1),
						(known, added) -> new Obstacle(name, type, known.reason(), known.sessions() + 1));
			}
		}
		return true;
	}

}
