package io.github.redistiers.store.session;

import java.time.Duration;
import java.util.List;
import java.util.UUID;

import io.github.redistiers.store.StoreFullException;
import io.github.redistiers.store.StructureContext;

import org.springframework.session.MapSession;
import org.springframework.session.Session;
import org.springframework.session.events.SessionExpiredEvent;

/**
 * Removes sessions that have ended.
 */
final class SessionSweep {

	private static final int AT_ONCE = 100;

	private static final long TURN = Duration.ofSeconds(30).toMillis();

	private final String process = UUID.randomUUID().toString();

	private final StructureContext context;

	private final SessionCommands commands;

	private final RedisSessions sessions;

	private final SessionSurroundings surroundings;

	SessionSweep(StructureContext context, SessionCommands commands, RedisSessions sessions,
			SessionSurroundings surroundings) {
		this.context = context;
		this.commands = commands;
		this.sessions = sessions;
		this.surroundings = surroundings;
	}

	int run() {
		int removed = 0;
		for (int shard = 0; shard < SessionKeys.SHARDS; shard++) {
			List<String> ids;
			do {
				if (!isOurTurn()) {
					return removed;
				}
				ids = this.context.read(this.commands.due(shard, AT_ONCE));
				for (String id : ids) {
					removed += expire(id) ? 1 : 0;
				}
			}
			while (ids.size() == AT_ONCE);
			if (this.commands.written().layout() == SessionLayout.SPRING) {
				removed += moveBack(shard);
			}
		}
		return removed;
	}

	/**
	 * On a full server nobody gets a turn; each session is still removed by one alone.
	 */
	private boolean isOurTurn() {
		try {
			return this.context.call(this.commands.takeTurn(this.process, TURN)) == 1;
		}
		catch (StoreFullException ex) {
			return true;
		}
	}

	private boolean expire(String id) {
		Stored stored = this.context.call(this.commands.expire(id));
		if (stored != null && !stored.isThere()) {
			this.context.call(this.commands.index(id, (stored.left() < 0) ? -1 : stored.left()));
			return false;
		}
		this.context.call(this.commands.forget(id, (stored != null) ? stored.form().principal(stored.fields()) : null));
		if (stored == null) {
			return false;
		}
		this.surroundings.counts().addExpired();
		StoreSession session = this.sessions.readable(id, stored);
		Session ended = (session != null) ? session.end() : new MapSession(id);
		this.surroundings.publish(new SessionExpiredEvent(this.sessions, ended));
		return true;
	}

	/**
	 * Before instances with Spring Session's own repository come back.
	 */
	private int moveBack(int shard) {
		int moved = 0;
		for (String id : this.context.read(this.commands.some(shard, AT_ONCE))) {
			if (this.sessions.move(id)) {
				this.context.call(this.commands.forget(id, null));
				moved++;
			}
		}
		return moved;
	}

}
