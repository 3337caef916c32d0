package io.github.redistiers.store.session;

import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.redistiers.store.StructureContext;
import io.github.redistiers.store.session.SessionChange.Mode;
import io.github.redistiers.store.session.StoreSession.Origin;
import org.jspecify.annotations.Nullable;

/**
 * Saves sessions where they are, or where they are to be.
 */
final class SessionSaves {

	private static final long SAVED = 1;

	private static final long ELSEWHERE = 2;

	private final StructureContext context;

	private final SessionCommands commands;

	private final SessionSurroundings surroundings;

	SessionSaves(StructureContext context, SessionCommands commands, SessionSurroundings surroundings) {
		this.context = context;
		this.commands = commands;
		this.surroundings = surroundings;
	}

	/**
	 * Saves what has changed.
	 * @throws SessionAttributeRefusedException if an attribute cannot be kept
	 */
	CompletionStage<Outcome> save(StoreSession session) {
		Origin origin = session.origin();
		if (origin == null) {
			return create(session).thenApply((saved) -> Outcome.CREATED);
		}
		if (!origin.id().equals(session.getId())) {
			return rename(session, origin);
		}
		SessionForm form = this.commands.form(origin.layout());
		if (form != this.commands.written()) {
			CompletionStage<Outcome> moved = move(session);
			return moved.thenCompose(
					(outcome) -> (outcome == Outcome.KEPT) ? part(session, form, true) : SessionCommands.done(outcome));
		}
		return part(session, form, true);
	}

	private CompletionStage<Long> create(StoreSession session) {
		SessionForm form = this.commands.written();
		if (form.layout() == SessionLayout.SPRING) {
			this.surroundings.obstacles().look(session);
		}
		return send(session, SessionChange.whole(session, form, Mode.NEW, this.surroundings.principal(session)), null);
	}

	/**
	 * Moves a session into the layout that is written, with what has changed.
	 * @return {@link Outcome#KEPT} if something in it cannot be kept there
	 */
	CompletionStage<Outcome> move(StoreSession session) {
		SessionForm form = this.commands.written();
		String before = Objects.requireNonNull(session.origin()).principal();
		SessionChange change;
		try {
			change = SessionChange.whole(session, form, Mode.MOVE, this.surroundings.principal(session));
		}
		catch (SessionAttributeRefusedException ex) {
			this.surroundings.counts().addKept();
			return SessionCommands.done(Outcome.KEPT);
		}
		return send(session, change, before).thenCompose((reply) -> {
			if (reply == SAVED) {
				this.surroundings.counts().addMoved();
			}
			return (reply == ELSEWHERE) ? part(session, form, false) : outcome(session, reply);
		});
	}

	/**
	 * Changes a session where it is.
	 * @param again whether to try the other layout if it has moved meanwhile
	 */
	private CompletionStage<Outcome> part(StoreSession session, SessionForm form, boolean again) {
		Origin origin = Objects.requireNonNull(session.origin());
		String principal = session.changed().isEmpty() ? origin.principal() : this.surroundings.principal(session);
		SessionChange change = SessionChange.part(session, form, principal);
		if (change.isEmpty()) {
			return SessionCommands.done(Outcome.SAVED);
		}
		return send(session, change, origin.principal()).thenCompose((reply) -> (reply == ELSEWHERE && again)
				? part(session, this.commands.opposite(form), false) : outcome(session, reply));
	}

	private CompletionStage<Outcome> outcome(StoreSession session, long reply) {
		if (reply == SAVED) {
			return SessionCommands.done(Outcome.SAVED);
		}
		// the sets must not say that it is there
		return this.context.callAsync(this.commands.forget(session.getId(), this.surroundings.principal(session)))
			.thenApply((forgotten) -> Outcome.GONE);
	}

	/**
	 * Under a new id the session is made first and deleted under the old one then: a full
	 * server refuses before anything is lost. If it was deleted meanwhile, it is deleted
	 * under the new one too.
	 */
	private CompletionStage<Outcome> rename(StoreSession session, Origin origin) {
		return create(session).thenCompose((made) -> this.context.callAsync(this.commands.delete(origin.id())))
			.thenCompose((deleted) -> this.context.callAsync(this.commands.forget(origin.id(), origin.principal()))
				.thenCompose((forgotten) -> deleted.isThere() ? SessionCommands.done(Outcome.SAVED)
						: this.context.callAsync(this.commands.delete(session.getId()))
							.thenCompose((none) -> outcome(session, 0))));
	}

	private CompletionStage<Long> send(StoreSession session, SessionChange change, @Nullable String before) {
		String id = session.getId();
		if (!SessionKeys.isId(id)) {
			return CompletableFuture.failedStage(new IllegalArgumentException(
					"A session id has at most 256 printable ASCII characters, without spaces, braces and percent signs"));
		}
		long idle = change.form().idle(session.getMaxInactiveInterval());
		return this.context.callAsync(this.commands.save(id, change, before, idle)).thenApply((reply) -> {
			if (reply == SAVED) {
				session.saved(new Origin(id, change.form().layout(), change.principal(), false));
			}
			return reply;
		});
	}

	enum Outcome {

		CREATED, SAVED, GONE, KEPT

	}

}
