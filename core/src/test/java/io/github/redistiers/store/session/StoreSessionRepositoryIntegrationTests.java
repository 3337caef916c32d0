package io.github.redistiers.store.session;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.Applied;
import io.github.redistiers.store.StoreFailure;
import io.github.redistiers.store.StoreFullException;
import io.github.redistiers.store.session.kept.Basket;
import io.github.redistiers.store.session.kept.Cart;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.authentication.TestingAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.core.context.SecurityContextImpl;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UsernameNotFoundException;
import org.springframework.session.MapSession;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

@EachServerGeneration
class StoreSessionRepositoryIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private TestSessions process;

	private StoreSessionRepository sessions;

	StoreSessionRepositoryIntegrationTests(ServerGeneration generation) {
	}

	@BeforeEach
	void start() {
		this.process = new TestSessions(server.get(), SessionLayout.TIERS);
		this.sessions = this.process.sessions();
	}

	@AfterEach
	void stop() {
		this.process.close();
	}

	@Test
	void givesBackWhatWasSaved() {
		Map<String, Object> values = new LinkedHashMap<>();
		values.put("text", "ä {}\n\"");
		values.put("int", 17);
		values.put("long", 17L);
		values.put("boolean", true);
		values.put("double", 1.5);
		values.put("decimal", new BigDecimal("1.50"));
		values.put("uuid", UUID.randomUUID());
		values.put("instant", Instant.ofEpochMilli(1_700_000_000_123L));
		values.put("list", new ArrayList<>(List.of("a", 1, 2L)));
		values.put("map", new HashMap<>(Map.of("a", Set.of(1))));
		values.put("bytes", "x");
		values.put("cart", new Cart(List.of("tea", "milk"), 5));
		values.put("a name: with {braces}", "x");
		StoreSession session = this.sessions.createSession();
		values.forEach(session::setAttribute);
		this.sessions.save(session);
		StoreSession found = found(session.getId());
		assertThat(found.getAttributeNames()).isEqualTo(values.keySet());
		values.forEach((name, value) -> assertThat((Object) found.getAttribute(name)).as(name).isEqualTo(value));
		assertThat(found.getCreationTime()).isEqualTo(session.getCreationTime().truncatedTo(ChronoUnit.MILLIS));
		assertThat(found.getMaxInactiveInterval()).isEqualTo(Duration.ofMinutes(30));
		assertThat(found.isExpired()).isFalse();
	}

	@Test
	void givesBackWhatIsInFinalFields() {
		StoreSession session = this.process.saved("basket", new Basket().add(7).add(7));
		Basket found = found(session.getId()).getRequiredAttribute("basket");
		assertThat(found.quantities()).isEqualTo(Map.of(7L, 2));
	}

	@Test
	void givesBackWhatSpringSecurityKeeps() {
		User user = new User("ann", "secret", AuthorityUtils.createAuthorityList("ROLE_USER", "ROLE_ADMIN"));
		SecurityContextImpl security = new SecurityContextImpl(
				UsernamePasswordAuthenticationToken.authenticated(user, null, user.getAuthorities()));
		StoreSession session = this.process.saved("SPRING_SECURITY_CONTEXT", security);
		SecurityContextImpl found = found(session.getId()).getRequiredAttribute("SPRING_SECURITY_CONTEXT");
		assertThat(found).isEqualTo(security);
		assertThat(Objects.requireNonNull(found.getAuthentication()).getPrincipal()).isEqualTo(user);
		assertThat(this.sessions.findByPrincipalName("ann")).containsOnlyKeys(session.getId());
	}

	@Test
	void givesBackWhyASignInFailed() {
		for (AuthenticationException failure : List.of(new BadCredentialsException("Bad credentials"),
				new LockedException("User account is locked", new IllegalStateException()),
				new UsernameNotFoundException("No such user"))) {
			StoreSession session = this.process.saved("SPRING_SECURITY_LAST_EXCEPTION", failure);
			AuthenticationException found = found(session.getId())
				.getRequiredAttribute("SPRING_SECURITY_LAST_EXCEPTION");
			assertThat(found).hasSameClassAs(failure).hasMessage(failure.getMessage());
		}
	}

	@Test
	void keepsTheDocumentedKeys() {
		StoreSession session = this.process.saved("a", "x", TestSessions.OWNER, "ann");
		String key = TestSessions.key(session.getId());
		assertThat(hash(key)).containsOnlyKeys("c", "a", "i", "p", ":a", ":" + TestSessions.OWNER)
			.containsEntry("i", "1800")
			.containsEntry("p", "ann")
			.containsEntry(":a", "\"x\"");
		assertThat((Long) server.execute("TTL", key)).isBetween(2185L, 2190L);
		assertThat(this.process.template().keys("*")).hasSize(3).contains(key, "shop:session-principal:http:ann");
		this.sessions.deleteById(session.getId());
		assertThat(this.process.template().keys("*")).isEmpty();
	}

	@Test
	void writesWhatARequestHasChangedAlone() {
		String id = this.process.saved("a", "1", "b", "1", "c", "1").getId();
		StoreSession one = found(id);
		StoreSession other = found(id);
		one.setAttribute("a", "2");
		one.removeAttribute("c");
		other.setAttribute("b", "2");
		this.sessions.save(one);
		this.sessions.save(other);
		StoreSession found = found(id);
		assertThat((String) found.getAttribute("a")).isEqualTo("2");
		assertThat((String) found.getAttribute("b")).isEqualTo("2");
		assertThat(found.getAttributeNames()).containsExactlyInAnyOrder("a", "b");
	}

	@Test
	void leavesADeletedSessionDeleted() {
		String id = this.process.saved("a", "1", TestSessions.OWNER, "ann").getId();
		StoreSession session = found(id);
		this.sessions.deleteById(id);
		session.setAttribute("a", "2");
		session.setMaxInactiveInterval(Duration.ofHours(1));
		this.sessions.save(session);
		session.changeSessionId();
		this.sessions.save(session);
		assertThat(this.process.template().keys("*")).isEmpty();
		assertThat(this.sessions.counts().dropped()).isEqualTo(2);
		assertThat(this.process.events()).containsExactly("SessionCreatedEvent " + id, "SessionDeletedEvent " + id);
	}

	@Test
	void takesAnotherIdWithAllThatIsInASession() {
		String id = this.process.saved("a", "1", TestSessions.OWNER, "ann").getId();
		StoreSession session = found(id);
		String other = session.changeSessionId();
		session.setAttribute("b", "2");
		this.sessions.save(session);
		assertThat(this.sessions.findById(id)).isNull();
		assertThat(found(other).getAttributeNames()).containsExactlyInAnyOrder("a", "b", TestSessions.OWNER);
		assertThat(this.sessions.findByPrincipalName("ann")).containsOnlyKeys(other);
	}

	@Test
	void findsSomebodysSessions() {
		String one = this.process.saved(TestSessions.OWNER, "ann").getId();
		String other = this.process.saved(TestSessions.OWNER, "ann").getId();
		String changed = this.process.saved(TestSessions.OWNER, "ann").getId();
		this.process.saved(TestSessions.OWNER, "bob");
		StoreSession session = found(changed);
		session.setAttribute(TestSessions.OWNER, "bob");
		this.sessions.save(session);
		assertThat(this.sessions.findByPrincipalName("ann")).containsOnlyKeys(one, other);
		assertThat(this.sessions.findByPrincipalName("bob")).hasSize(2).containsKey(changed);
		assertThat(this.sessions.findByPrincipalName("x".repeat(10_000))).isEmpty();
		assertThat(this.sessions.findByIndexNameAndIndexValue("other", "ann")).isEmpty();
		assertThat(this.sessions.findByPrincipalNameAsync("ann").toCompletableFuture().join()).hasSize(2);
	}

	@Test
	void writesTheTimeOfARequestOnceInAWhile() {
		String id = this.process.saved("a", "1").getId();
		String key = TestSessions.key(id);
		server.execute("HSET", key, "a", "1");
		StoreSession soon = found(id);
		soon.setLastAccessedTime(Instant.ofEpochMilli(5));
		this.sessions.save(soon);
		assertThat(hash(key)).containsEntry("a", "1");
		server.execute("PEXPIRE", key, String.valueOf(Duration.ofMinutes(34).toMillis()));
		StoreSession later = found(id);
		later.setLastAccessedTime(Instant.ofEpochMilli(5));
		this.sessions.save(later);
		assertThat(Long.parseLong(hash(key).get("a"))).isGreaterThan(1_700_000_000_000L);
		assertThat((Long) server.execute("TTL", key)).isBetween(2185L, 2190L);
	}

	@Test
	void endsASessionByTheServersClockWhateverTheTimeHere() {
		for (Duration wrong : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
			String id = this.process.saved("a", "1").getId();
			server.execute("PEXPIRE", TestSessions.key(id), String.valueOf(Duration.ofMinutes(10).toMillis()));
			StoreSession session = found(id);
			session.setLastAccessedTime(Instant.now().plus(wrong));
			this.sessions.save(session);
			assertThat(found(id).isExpired()).isFalse();
			assertThat((Long) server.execute("TTL", TestSessions.key(id))).isBetween(2185L, 2190L);
			server.execute("PEXPIRE", TestSessions.key(id), String.valueOf(Duration.ofMinutes(5).toMillis()));
			assertThat(this.sessions.findById(id)).isNull();
		}
	}

	@Test
	void removesEndedSessionsAndTellsOnce() {
		try (TestSessions other = new TestSessions(server.get(), SessionLayout.TIERS)) {
			String ended = this.process.saved("a", "1", TestSessions.OWNER, "ann").getId();
			String touched = this.process.saved("a", "1").getId();
			String deleted = this.process.saved("a", "1").getId();
			for (String id : List.of(ended, touched)) {
				server.execute("PEXPIRE", TestSessions.key(id), String.valueOf(Duration.ofMinutes(5).toMillis()));
			}
			server.execute("DEL", TestSessions.key(deleted));
			for (int shard = 0; shard < SessionKeys.SHARDS; shard++) {
				for (Object id : (List<?>) reply("ZRANGE", "shop:session-end:http:" + shard, "0", "-1")) {
					server.execute("ZADD", "shop:session-end:http:" + shard, "1", id.toString());
				}
			}
			server.execute("PEXPIRE", TestSessions.key(touched), String.valueOf(Duration.ofMinutes(20).toMillis()));
			int removed = this.sessions.sweep() + other.sessions().sweep() + this.sessions.sweep();
			assertThat(removed).isEqualTo(1);
			assertThat(this.process.events()).contains("SessionExpiredEvent " + ended)
				.doesNotContain("SessionExpiredEvent " + touched, "SessionExpiredEvent " + deleted);
			assertThat(other.events()).isEmpty();
			assertThat(this.sessions.counts().expired()).isEqualTo(1);
			assertThat(this.process.template().keys("*")).contains(TestSessions.key(touched))
				.doesNotContain(TestSessions.key(ended), "shop:session-principal:http:ann");
			assertThat(found(touched)).isNotNull();
		}
	}

	@Test
	void keepsASessionThatNeverEnds() {
		StoreSession session = this.sessions.createSession();
		session.setMaxInactiveInterval(Duration.ofSeconds(-1));
		session.setAttribute(TestSessions.OWNER, "ann");
		this.sessions.save(session);
		assertThat(server.execute("TTL", TestSessions.key(session.getId()))).isEqualTo(-1L);
		assertThat(server.execute("TTL", "shop:session-principal:http:ann")).isEqualTo(-1L);
		StoreSession found = found(session.getId());
		found.setLastAccessedTime(Instant.now());
		this.sessions.save(found);
		assertThat(this.sessions.sweep()).isZero();
		assertThat(this.sessions.findByPrincipalName("ann")).hasSize(1);
	}

	@Test
	void countsIdsThatTheStoreDoesNotKnow() {
		for (String id : List.of("", " ", "unknown", "x".repeat(10_000), "{a}", "a}b", "\u0000", "ä", "a b", "*",
				"expires:1")) {
			assertThat(this.sessions.findById(id)).as(id).isNull();
			this.sessions.deleteById(id);
		}
		assertThat(this.sessions.counts().unknown()).isEqualTo(11);
		assertThat(this.sessions.findByIdAsync("unknown").toCompletableFuture().join()).isNull();
		assertThat(server.execute("DBSIZE")).isEqualTo(0L);
	}

	@Test
	void takesASessionThatCannotBeReadForNone() {
		List<String> ids = new ArrayList<>();
		for (String value : List.of("{", "", "[\"com.example.Gone\",1]", "{\"@class\":\"com.example.Gone\"}",
				"{\"@class\":\"io.github.redistiers.store.session.kept.Gone\"}",
				"{\"@class\":\"io.github.redistiers.store.session.Foreign\",\"text\":\"x\"}")) {
			String id = this.process.saved("a", "1").getId();
			server.execute("HSET", TestSessions.key(id), ":a", value);
			ids.add(id);
		}
		String other = this.process.saved("a", "1").getId();
		server.execute("HDEL", TestSessions.key(other), "c");
		ids.add(other);
		server.execute("SET", TestSessions.key("text"), "text");
		ids.add("text");
		server.execute("SET", TestSessions.springKey("spring"), "text");
		ids.add("spring");
		for (String id : ids) {
			assertThat(this.sessions.findById(id)).as(id).isNull();
		}
		assertThat(this.sessions.counts().unreadable()).isEqualTo(ids.size());
		assertThat(this.sessions.counts().unknown()).isZero();
		this.sessions.deleteById("text");
		assertThat(server.execute("GET", TestSessions.key("text"))).isEqualTo("text");
		this.sessions.deleteById(other);
		assertThat(server.execute("EXISTS", TestSessions.key(other))).isEqualTo(0L);
	}

	@Test
	void refusesAnAttributeOfAForeignClassAndSavesNothing() {
		StoreSession session = this.sessions.createSession();
		session.setAttribute("foreign", new Foreign("x"));
		assertThatExceptionOfType(SessionAttributeRefusedException.class).isThrownBy(() -> this.sessions.save(session))
			.withMessageContainingAll("\"foreign\"", Foreign.class.getName(),
					"redis-tiers.store.sessions.allowed-packages");
		assertThat(server.execute("DBSIZE")).isEqualTo(0L);
		assertThat(this.sessions.saveAsync(session)).isCompletedExceptionally();
		StoreSession saved = found(this.process.saved("a", "1").getId());
		saved.setAttribute("a", "2");
		saved.setAttribute("foreign", new ArrayList<>(List.of(new Foreign("x"))));
		assertThatExceptionOfType(SessionAttributeRefusedException.class).isThrownBy(() -> this.sessions.save(saved));
		assertThat((String) found(saved.getId()).getAttribute("a")).isEqualTo("1");
	}

	@Test
	void losesNothingToAFullServer() {
		String id = this.process.saved("a", "1", TestSessions.OWNER, "ann").getId();
		String key = TestSessions.key(id);
		Map<String, String> before = hash(key);
		StoreSession changed = found(id);
		changed.setAttribute("a", "2");
		StoreSession renamed = found(id);
		renamed.changeSessionId();
		server.execute("PEXPIRE", key, String.valueOf(Duration.ofMinutes(20).toMillis()));
		StoreSession touched = found(id);
		touched.setLastAccessedTime(Instant.now());
		server.execute("CONFIG", "SET", "maxmemory", "1");
		for (StoreSession refused : List.of(changed, renamed, this.sessions.createSession())) {
			Throwable failure = catchThrowable(() -> this.sessions.save(refused));
			assertThat(failure).isInstanceOf(StoreFullException.class);
			assertThat(Objects.requireNonNull(StoreFailure.of(failure)).applied()).isEqualTo(Applied.NO);
		}
		assertThat(hash(key)).isEqualTo(before);
		this.sessions.save(touched);
		assertThat((Long) server.execute("TTL", key)).as("touched").isBetween(2185L, 2190L);
		assertThat(this.sessions.findByPrincipalName("ann")).containsOnlyKeys(id);
		this.sessions.sweep();
		this.sessions.deleteById(id);
		assertThat(this.process.template().keys("*")).isEmpty();
		server.execute("CONFIG", "SET", "maxmemory", "0");
	}

	@Test
	void keepsASessionOfManyAttributes() {
		StoreSession session = this.sessions.createSession();
		for (int i = 0; i < 5000; i++) {
			session.setAttribute("a" + i, i);
		}
		this.sessions.save(session);
		StoreSession found = found(session.getId());
		assertThat(found.getAttributeNames()).hasSize(5000);
		found.getAttributeNames().forEach(found::removeAttribute);
		this.sessions.save(found);
		assertThat(found(session.getId()).getAttributeNames()).isEmpty();
	}

	@Test
	void doesTheSameWithoutWaiting() {
		StoreSession session = this.sessions.createSession();
		session.setAttribute("a", "1");
		this.sessions.saveAsync(session).toCompletableFuture().join();
		StoreSession found = this.sessions.findByIdAsync(session.getId()).toCompletableFuture().join();
		assertThat((String) Objects.requireNonNull(found).getAttribute("a")).isEqualTo("1");
		this.sessions.deleteByIdAsync(session.getId()).toCompletableFuture().join();
		assertThat(this.sessions.findById(session.getId())).isNull();
		assertThat(this.process.events()).containsExactly("SessionCreatedEvent " + session.getId(),
				"SessionDeletedEvent " + session.getId());
	}

	@Test
	void refusesAnIdOfAGeneratorThatMakesKeysOfAnotherSlot() {
		StoreSession session = new StoreSession(new MapSession("{a}"), null, () -> "x",
				SessionSettings.defaults(SessionLayout.TIERS), (saved) -> {
				});
		assertThatIllegalArgumentException().isThrownBy(() -> this.sessions.save(session))
			.withMessageContaining("session id");
	}

	@Test
	void refusesAnAuthenticationThatSpringSecurityDoesNotAllow() {
		StoreSession session = this.sessions.createSession();
		session.setAttribute("SPRING_SECURITY_CONTEXT",
				new SecurityContextImpl(new TestingAuthenticationToken(new Foreign("x"), "y")));
		assertThatExceptionOfType(SessionAttributeRefusedException.class).isThrownBy(() -> this.sessions.save(session));
	}

	private StoreSession found(String id) {
		return Objects.requireNonNull(this.sessions.findById(id), id);
	}

	private static Object reply(String... command) {
		return Objects.requireNonNull(server.execute(command));
	}

	private static Map<String, String> hash(String key) {
		List<?> reply = (List<?>) reply("HGETALL", key);
		Map<String, String> hash = new HashMap<>();
		for (int i = 0; i < reply.size(); i += 2) {
			hash.put(reply.get(i).toString(), reply.get(i + 1).toString());
		}
		return hash;
	}

}
