package io.github.redistiers.test.contract;

import java.util.List;
import java.util.Objects;

import io.github.redistiers.store.StructureFactory;
import io.github.redistiers.store.session.SessionLayout;
import io.github.redistiers.store.session.SessionSettings;
import io.github.redistiers.store.session.SessionStructure;
import io.github.redistiers.store.session.StoreSession;
import io.github.redistiers.store.session.StoreSessionRepository;

import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.DelegatingIndexResolver;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.PrincipalNameIndexResolver;

/**
 * Makes a session for each operation, and finds it by whose it is.
 */
class SessionsContract implements StructureContract<StoreSessionRepository> {

	private static final ThreadLocal<String> ID = new ThreadLocal<>();

	@Override
	public Class<? extends StoreSessionRepository> repository() {
		return StoreSessionRepository.class;
	}

	@Override
	public List<StructureFactory<?>> structures() {
		return sessions(SessionLayout.TIERS);
	}

	@Override
	public List<StructureFactory<?>> structuresBefore() {
		return sessions(SessionLayout.SPRING);
	}

	private static List<StructureFactory<?>> sessions(SessionLayout layout) {
		return List.of(new SessionStructure(SessionSettings.defaults(layout), List.of(), null, (event) -> {
		}, RedisSerializer.java(), new DelegatingIndexResolver<>(List.of(new PrincipalNameIndexResolver<>())),
				() -> Objects.requireNonNull(ID.get())));
	}

	@Override
	public void operate(StoreSessionRepository sessions, Operation operation) {
		ID.set("session-" + operation.number());
		StoreSession session = sessions.createSession();
		session.setAttribute(FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME, operation.key());
		session.setAttribute("number", operation.number());
		if (operation.isAsync()) {
			StructureContract.join(sessions.saveAsync(session).thenApply((saved) -> session));
		}
		else {
			sessions.save(session);
		}
	}

	@Override
	public boolean isRepeatable() {
		return true;
	}

	/**
	 * Whose it is and when it ends is noted before a new session is made.
	 */
	@Override
	public boolean isSeveralCommands() {
		return true;
	}

	@Override
	public Found found(StoreSessionRepository sessions, String key) {
		return Found.numbers(sessions.findByPrincipalName(key)
			.values()
			.stream()
			.map((session) -> session.<Long>getRequiredAttribute("number"))
			.toList());
	}

}
