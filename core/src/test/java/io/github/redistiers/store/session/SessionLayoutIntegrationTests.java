package io.github.redistiers.store.session;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.session.SessionReport.Obstacle;
import io.github.redistiers.store.session.kept.Cart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.data.redis.core.RedisTemplate;
import org.springframework.data.redis.serializer.RedisSerializer;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.data.redis.RedisSessionRepository;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same sessions in Spring Session's own repository, and in ours with either layout.
 */
@EachServerGeneration
class SessionLayoutIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private static final Cart CART = new Cart(List.of("tea", "milk"), 5);

	private TestSessions first;

	private TestSessions second;

	private RedisSessionRepository spring;

	SessionLayoutIntegrationTests(ServerGeneration generation) {
	}

	@BeforeEach
	void start() {
		this.first = new TestSessions(server.get(), SessionLayout.SPRING);
		this.second = new TestSessions(server.get(), SessionLayout.TIERS);
		RedisTemplate<String, Object> template = new RedisTemplate<>();
		template.setKeySerializer(RedisSerializer.string());
		template.setHashKeySerializer(RedisSerializer.string());
		template.setConnectionFactory(this.first.template().getRequiredConnectionFactory());
		template.afterPropertiesSet();
		this.spring = new RedisSessionRepository(template);
	}

	@AfterEach
	void stop() {
		this.first.close();
		this.second.close();
	}

	@Test
	void takeSpringSessionsSessionsAndGiveThemBack() {
		String id = saved(this.spring, "cart", CART);
		added(this.first.sessions(), id, "a", "1");
		added(this.spring, id, "b", "2");
		added(this.first.sessions(), id, "c", "3");
		removed(this.first.sessions(), id, "b");
		added(this.spring, id, "d", "4");
		for (SessionRepository<?> repository : List.of(this.spring, this.first.sessions(), this.second.sessions())) {
			Session session = found(repository, id);
			assertThat(session.getAttributeNames()).containsExactlyInAnyOrder("cart", "a", "c", "d");
			assertThat((Cart) session.getAttribute("cart")).isEqualTo(CART);
			assertThat(session.getMaxInactiveInterval()).isEqualTo(Duration.ofMinutes(30));
		}
		assertThat(this.first.template().keys("*")).containsExactly(TestSessions.springKey(id));
		assertThat((Long) server.execute("TTL", TestSessions.springKey(id))).isBetween(1795L, 1800L);
	}

	@Test
	void giveSpringSessionWhatTheyMade() {
		String id = saved(this.first.sessions(), "cart", CART);
		Session session = found(this.spring, id);
		assertThat((Cart) session.getAttribute("cart")).isEqualTo(CART);
		this.spring.deleteById(id);
		assertThat(this.first.sessions().findById(id)).isNull();
	}

	@Test
	void moveASessionToAndFroWhileBothAreWritten() {
		String id = saved(this.spring, "cart", CART);
		for (int i = 0; i < 4; i++) {
			added(this.second.sessions(), id, "second" + i, i);
			assertKeys(TestSessions.key(id));
			added(this.first.sessions(), id, "first" + i, i);
			assertKeys(TestSessions.springKey(id));
		}
		for (SessionRepository<?> repository : List.of(this.spring, this.first.sessions(), this.second.sessions())) {
			assertThat(found(repository, id).getAttributeNames()).hasSize(9);
		}
		assertThat(this.second.sessions().counts().moved()).isEqualTo(4);
		assertThat(this.first.sessions().counts().moved()).isEqualTo(4);
		assertThat(this.second.sessions().counts().unknown() + this.first.sessions().counts().unknown()).isZero();
	}

	@Test
	void loseNoChangeOfARequestDuringWhichASessionMoved() {
		String id = saved(this.spring, "cart", CART);
		StoreSession before = (StoreSession) found(this.first.sessions(), id);
		StoreSession other = (StoreSession) found(this.second.sessions(), id);
		added(this.second.sessions(), id, "a", "1");
		before.setAttribute("b", "2");
		this.first.sessions().save(before);
		other.setAttribute("c", "3");
		this.second.sessions().save(other);
		assertThat(found(this.second.sessions(), id).getAttributeNames()).contains("cart", "a", "b", "c");
	}

	@Test
	void leaveADeletedSessionDeletedWhicheverLayoutItHad() {
		for (SessionRepository<?> deleting : List.of(this.first.sessions(), this.second.sessions())) {
			String id = saved(this.first.sessions(), "a", "1");
			StoreSession one = (StoreSession) found(this.first.sessions(), id);
			StoreSession other = (StoreSession) found(this.second.sessions(), id);
			deleting.deleteById(id);
			one.setAttribute("a", "2");
			this.first.sessions().save(one);
			other.setAttribute("a", "2");
			this.second.sessions().save(other);
			assertThat(sessionKeys()).isEmpty();
		}
	}

	@Test
	void keepASessionWhereItIsForAnAttributeThatCannotBeJson() {
		String id = saved(this.spring, "foreign", new Foreign("x"));
		added(this.second.sessions(), id, "a", "1");
		assertKeys(TestSessions.springKey(id));
		assertThat((Foreign) found(this.second.sessions(), id).getAttribute("foreign")).isEqualTo(new Foreign("x"));
		assertThat((String) found(this.spring, id).getAttribute("a")).isEqualTo("1");
		assertThat(this.second.sessions().counts().kept()).isEqualTo(1);
		removed(this.second.sessions(), id, "foreign");
		assertKeys(TestSessions.key(id));
	}

	@Test
	void reportWhatCannotBeMoved() {
		saved(this.spring, "cart", CART);
		saved(this.spring, "foreign", new Foreign("x"));
		String id = saved(this.spring, "foreign", new Foreign("y"));
		added(this.spring, id, "text", "x");
		String broken = saved(this.spring, "a", "1");
		server.execute("HSET", TestSessions.springKey(broken), "sessionAttr:a", "no object");
		server.execute("SET", TestSessions.springKey("expires:x"), "");
		SessionReport report = this.first.sessions().report(100);
		assertThat(report.sessions()).isEqualTo(4);
		assertThat(report.unreadable()).isEqualTo(1);
		assertThat(report.obstacles()).singleElement().satisfies((obstacle) -> {
			assertThat(obstacle.attribute()).isEqualTo("foreign");
			assertThat(obstacle.type()).isEqualTo(Foreign.class.getName());
			assertThat(obstacle.sessions()).isEqualTo(2);
			assertThat(obstacle.reason()).contains("cannot be kept as JSON");
		});
		assertThat(report.obstacles()).extracting(Obstacle::attribute).doesNotContain("cart");
		assertThat(this.first.sessions().report(2).sessions()).isEqualTo(2);
	}

	@Test
	void moveSessionsBackBeforeSpringSessionReturns() {
		String untouched = saved(this.second.sessions(), "cart", CART);
		String other = saved(this.second.sessions(), "a", "1");
		assertThat(this.spring.findById(untouched)).isNull();
		assertThat(this.first.sessions().sweep()).isEqualTo(2);
		assertThat((Cart) found(this.spring, untouched).getAttribute("cart")).isEqualTo(CART);
		assertThat((String) found(this.spring, other).getAttribute("a")).isEqualTo("1");
		assertThat(this.first.template().keys("shop:session-end:*")).isEmpty();
		assertThat(this.first.sessions().sweep()).isZero();
	}

	@Test
	void findSomebodysSessionsInBoth() {
		String one = saved(this.first.sessions(), TestSessions.OWNER, "ann");
		String other = saved(this.second.sessions(), TestSessions.OWNER, "ann");
		for (TestSessions process : List.of(this.first, this.second)) {
			assertThat(process.sessions().findByPrincipalName("ann")).containsOnlyKeys(one, other);
		}
	}

	@Test
	void useLessMemoryThanSpringSession() {
		String id = saved(this.spring, "cart", CART);
		added(this.spring, id, "text", "x".repeat(200));
		long before = (Long) reply("MEMORY", "USAGE", TestSessions.springKey(id), "SAMPLES", "0");
		added(this.second.sessions(), id, "other", "y");
		added(this.spring, saved(this.spring, "x", "x"), "other", "y");
		long after = (Long) reply("MEMORY", "USAGE", TestSessions.key(id), "SAMPLES", "0");
		assertThat(after).isLessThan(before);
	}

	private static Object reply(String... command) {
		return Objects.requireNonNull(server.execute(command));
	}

	private void assertKeys(String... keys) {
		assertThat(sessionKeys()).containsExactly(keys);
	}

	private Set<String> sessionKeys() {
		Set<String> keys = Objects.requireNonNull(this.first.template().keys("*session*:sessions:*"));
		return keys;
	}

	private static <S extends Session> String saved(SessionRepository<S> repository, String name, Object value) {
		S session = repository.createSession();
		session.setAttribute(name, value);
		repository.save(session);
		return session.getId();
	}

	private static <S extends Session> void added(SessionRepository<S> repository, String id, String name,
			Object value) {
		S session = Objects.requireNonNull(repository.findById(id));
		session.setAttribute(name, value);
		repository.save(session);
	}

	private static <S extends Session> void removed(SessionRepository<S> repository, String id, String name) {
		S session = Objects.requireNonNull(repository.findById(id));
		session.removeAttribute(name);
		repository.save(session);
	}

	private static Session found(SessionRepository<?> repository, String id) {
		return Objects.requireNonNull(repository.findById(id));
	}

}
