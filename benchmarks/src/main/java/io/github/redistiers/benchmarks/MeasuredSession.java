package io.github.redistiers.benchmarks;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import java.util.function.IntFunction;

import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.Session;
import org.springframework.session.SessionIdGenerator;
import org.springframework.session.SessionRepository;

/**
 * What a request does with a session: loads it, notes the time, changes 1 KB, saves it.
 */
final class MeasuredSession {

	private static final int USERS = 1000;

	private static final String[] VALUES = { "a".repeat(1024), "b".repeat(1024) };

	private static final ThreadLocal<String> NEXT = new ThreadLocal<>();

	private MeasuredSession() {
	}

	/**
	 * Gives new sessions the ids of their numbers.
	 */
	static SessionIdGenerator ids() {
		return () -> Objects.requireNonNull(NEXT.get());
	}

	static <S extends Session> StoreOperation on(SessionRepository<S> sessions, Runnable end) {
		IntFunction<Object> first = (number) -> made(sessions, number);
		return new StoreOperation((number) -> changed(sessions, number), first, end);
	}

	private static <S extends Session> Object made(SessionRepository<S> sessions, int number) {
		NEXT.set(id(number));
		S session = sessions.createSession();
		session.setAttribute(FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME, "user" + number % USERS);
		session.setAttribute("cart", VALUES[0]);
		sessions.save(session);
		return session;
	}

	private static <S extends Session> Object changed(SessionRepository<S> sessions, int number) {
		S session = Objects.requireNonNull(sessions.findById(id(number)));
		session.setLastAccessedTime(Instant.now());
		session.setAttribute("cart", VALUES[VALUES[0].equals(session.getAttribute("cart")) ? 1 : 0]);
		sessions.save(session);
		return session;
	}

	private static String id(int number) {
		return new UUID(0x5e55_4000_0000_4000L, number).toString();
	}

}
