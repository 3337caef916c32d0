package io.github.redistiers.store.session;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.store.TestStore;

import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.session.FindByIndexNameSessionRepository;
import org.springframework.session.events.AbstractSessionEvent;

/**
 * A process with sessions, as tests see it.
 */
final class TestSessions implements AutoCloseable {

	static final String OWNER = FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME;

	private final List<Object> events = new CopyOnWriteArrayList<>();

	private final TestStore store;

	private final StoreSessionRepository sessions;

	TestSessions(RedisServer server, SessionLayout layout) {
		this(server, SessionSettings.defaults(layout));
	}

	TestSessions(RedisServer server, SessionSettings settings) {
		this.store = TestStore.on(server, new SessionStructure(settings,
				List.of("io.github.redistiers.store.session.kept"), getClass().getClassLoader(), this.events::add));
		this.sessions = this.store.repositories().create(StoreSessionRepository.class, "http");
	}

	StoreSessionRepository sessions() {
		return this.sessions;
	}

	StringRedisTemplate template() {
		return this.store.template();
	}

	/**
	 * What was published: the event's class and the session's id.
	 */
	List<String> events() {
		return this.events.stream()
			.map((event) -> event.getClass().getSimpleName() + " " + ((AbstractSessionEvent) event).getSessionId())
			.toList();
	}

	/**
	 * Makes and saves a session.
	 * @param attributes names and values in turn
	 */
	StoreSession saved(Object... attributes) {
		StoreSession session = this.sessions.createSession();
		for (int i = 0; i < attributes.length; i += 2) {
			session.setAttribute((String) attributes[i], attributes[i + 1]);
		}
		this.sessions.save(session);
		return session;
	}

	static String key(String id) {
		return "shop:session:http:{spring:session:sessions:" + id + "}";
	}

	static String springKey(String id) {
		return "spring:session:sessions:" + id;
	}

	@Override
	public void close() {
		this.store.close();
	}

}
