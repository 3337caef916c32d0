package io.github.redistiers.store.session;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.redistiers.store.ServerObjection;
import io.github.redistiers.store.StoreExceptionTranslation;
import io.github.redistiers.store.StructureContext;
import io.github.redistiers.store.session.StoreSession.Origin;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.session.MapSession;
import org.springframework.session.events.SessionCreatedEvent;
import org.springframework.session.events.SessionDeletedEvent;

/**
 * Sessions as hashes, in either layout.
 */
class RedisSessions implements StoreSessionRepository {

	private static final Log logger = LogFactory.getLog(StoreSessionRepository.class);

	private final StructureContext context;

	private final SessionSurroundings surroundings;

	private final SessionSettings settings;

	private final SessionCommands commands;

	private final SessionSaves saves;

	private final SessionSweep sweep;

	private final SessionSearch search;

	private final UnknownIds unknown = new UnknownIds();

	RedisSessions(StructureContext context, SessionSurroundings surroundings) {
		this.context = context;
		this.surroundings = surroundings;
		this.settings = surroundings.settings();
		SessionKeys keys = new SessionKeys(context, this.settings.namespace());
		SessionForm spring = new SpringForm(keys, surroundings.serializer());
		SessionForm json = new JsonForm(keys, surroundings.json(), this.settings.touchFraction());
		this.commands = (this.settings.layout() == SessionLayout.TIERS) ? new SessionCommands(keys, json, spring)
				: new SessionCommands(keys, spring, json);
		this.saves = new SessionSaves(context, this.commands, surroundings);
		this.sweep = new SessionSweep(context, this.commands, this, surroundings);
		this.search = new SessionSearch(context, keys, spring, surroundings.json());
	}

	@Override
	public StoreSession createSession() {
		MapSession values = new MapSession(this.surroundings.ids());
		values.setMaxInactiveInterval(this.settings.timeout());
		return new StoreSession(values, null, this.surroundings.ids(), this.settings, this::save);
	}

	@Override
	public @Nullable StoreSession findById(String id) {
		return session(id, this.context.await(load(id)));
	}

	@Override
	public CompletionStage<@Nullable StoreSession> findByIdAsync(String id) {
		return load(id).thenApplyAsync((stored) -> session(id, stored));
	}

	private CompletionStage<Stored> load(String id) {
		if (!SessionKeys.isId(id)) {
			return SessionCommands.done(Stored.none(this.commands.written()));
		}
		CompletionStage<Stored> loaded = this.context.readAsync(this.commands.load(id));
		// it may be on its way from one layout to the other, so both are looked at
		// together
		return loaded
			.thenCompose((stored) -> stored.isThere() ? SessionCommands.done(stored)
					: this.context.readAsync(this.commands.find(id)))
			.exceptionallyCompose((failure) -> ServerObjection.isWrongType(StoreExceptionTranslation.cause(failure))
					? SessionCommands.done(Stored.unreadable(this.commands.written()))
					: CompletableFuture.failedStage(failure));
	}

	private @Nullable StoreSession session(String id, Stored stored) {
		if (stored.isThere() && stored.isEnded()) {
			return null;
		}
		if (!stored.isThere() && stored.isReadable()) {
			if (this.unknown.add(id)) {
				this.surroundings.counts().addUnknown();
			}
			return null;
		}
		StoreSession session = stored.isReadable() ? readable(id, stored) : null;
		if (session == null) {
			this.surroundings.counts().addUnreadable();
		}
		return session;
	}

	/**
	 * A session.
	 * @return {@code null} if it cannot be read
	 */
	@Nullable StoreSession readable(String id, Stored stored) {
		try {
			SessionForm form = stored.form();
			MapSession values = form.read(id, stored.fields());
			boolean touchDue = stored.left() >= 0
					&& stored.left() - form.grace() <= values.getMaxInactiveInterval().toMillis();
			StoreSession session = new StoreSession(values,
					new Origin(id, form.layout(), form.principal(stored.fields()), touchDue), this.surroundings.ids(),
					this.settings, this::save);
			if (form.layout() == SessionLayout.SPRING) {
				session.saved(new Origin(id, form.layout(), this.surroundings.principal(session), touchDue));
				this.surroundings.obstacles().look(session);
			}
			return session;
		}
		catch (RuntimeException ex) {
			logger.warn("A session cannot be read, so its user gets a new one: " + ex.getMessage());
			return null;
		}
	}

	@Override
	public void save(StoreSession session) {
		finished(session, this.context.await(this.saves.save(session)));
	}

	@Override
	public CompletionStage<@Nullable Void> saveAsync(StoreSession session) {
		CompletionStage<SessionSaves.Outcome> saving;
		try {
			saving = this.saves.save(session);
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedStage(ex);
		}
		return saving.thenApplyAsync((outcome) -> finished(session, outcome));
	}

	private @Nullable Void finished(StoreSession session, SessionSaves.Outcome outcome) {
		if (outcome == SessionSaves.Outcome.CREATED) {
			this.surroundings.publish(new SessionCreatedEvent(this, session));
		}
		else if (outcome == SessionSaves.Outcome.GONE) {
			this.surroundings.counts().addDropped();
		}
		return null;
	}

	@Override
	public void deleteById(String id) {
		Stored deleted = this.context.await(delete(id));
		ended(id, deleted);
	}

	@Override
	public CompletionStage<@Nullable Void> deleteByIdAsync(String id) {
		return delete(id).thenApplyAsync((deleted) -> ended(id, deleted));
	}

	private CompletionStage<Stored> delete(String id) {
		if (!SessionKeys.isId(id)) {
			return SessionCommands.done(Stored.none(this.commands.written()));
		}
		return this.context.callAsync(this.commands.delete(id))
			.thenCompose((deleted) -> this.context
				.callAsync(this.commands.forget(id, deleted.form().principal(deleted.fields())))
				.thenApply((forgotten) -> deleted));
	}

	private @Nullable Void ended(String id, Stored deleted) {
		if (deleted.isThere()) {
			StoreSession session = readable(id, deleted);
			this.surroundings
				.publish(new SessionDeletedEvent(this, (session != null) ? session.end() : new MapSession(id)));
		}
		return null;
	}

	@Override
	public Map<String, StoreSession> findByIndexNameAndIndexValue(String indexName, String indexValue) {
		if (!PRINCIPAL_NAME_INDEX_NAME.equals(indexName)) {
			return Map.of();
		}
		return sessionsOf(indexValue, this.context.await(loadOf(indexValue)));
	}

	@Override
	public CompletionStage<Map<String, StoreSession>> findByPrincipalNameAsync(String principalName) {
		return loadOf(principalName).thenApplyAsync((loaded) -> sessionsOf(principalName, loaded));
	}

	private CompletionStage<Map<String, Stored>> loadOf(String principal) {
		return this.context.readAsync(this.commands.ofPrincipal(principal)).thenCompose((ids) -> {
			CompletionStage<Map<String, Stored>> all = SessionCommands.done(new LinkedHashMap<>());
			for (String id : ids) {
				all = all.thenCombine(load(id), (sessions, stored) -> {
					sessions.put(id, stored);
					return sessions;
				});
			}
			return all;
		});
	}

	private Map<String, StoreSession> sessionsOf(String principal, Map<String, Stored> loaded) {
		Map<String, StoreSession> sessions = new LinkedHashMap<>();
		loaded.forEach((id, stored) -> {
			StoreSession session = (stored.isThere() && !stored.isEnded()) ? readable(id, stored) : null;
			if (session != null && principal.equals(Objects.requireNonNull(session.origin()).principal())) {
				sessions.put(id, session);
			}
		});
		return sessions;
	}

	@Override
	public int sweep() {
		return this.sweep.run();
	}

	@Override
	public SessionReport report(int limit) {
		return this.search.report(limit);
	}

	@Override
	public SessionCounts counts() {
		return this.surroundings.counts();
	}

	/**
	 * Moves a session into the layout that is written.
	 * @return whether it is not in the other one any more
	 */
	boolean move(String id) {
		Stored stored = this.context.await(load(id));
		if (!stored.isThere() || stored.form() == this.commands.written()) {
			return true;
		}
		StoreSession session = stored.isEnded() ? null : readable(id, stored);
		return session != null && this.context.await(this.saves.move(session)) != SessionSaves.Outcome.KEPT;
	}

}
