package io.github.redistiers.connection;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisCredentialsProvider;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import org.springframework.data.redis.RedisConnectionFailureException;
import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Passwords and tokens that change while an application runs.
 */
@EachServerGeneration
@Timeout(120)
class CredentialsTierFaultTests {

	private final ServerGeneration generation;

	@SuppressWarnings("NullAway.Init")
	private RedisServer server;

	CredentialsTierFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@BeforeEach
	void start() {
		this.server = RedisServer.builder()
			.generation(this.generation)
			.user("app", "first", "~*", "&*", "+@all")
			.start();
	}

	@AfterEach
	void close() {
		this.server.close();
	}

	@Test
	void keepsCallersFromNoticingThatThePasswordChanges() {
		AtomicReference<String> password = new AtomicReference<>("first");
		try (TestTier store = store(RedisCredentialsProvider.from(() -> app(password.get())));
				Callers callers = new Callers(store)) {
			callers.await(50);
			this.server.execute("ACL", "SETUSER", "app", ">second");
			callers.await(50);
			password.set("second");
			callers.await(50);
			this.server.execute("ACL", "SETUSER", "app", "<first");
			callers.await(50);
			// each opens a connection of its own
			for (int i = 0; i < 3; i++) {
				assertThat(store.template().opsForList().leftPop("absent", Duration.ofMillis(10))).isNull();
			}
			assertThat(callers.failures()).isEmpty();
			killConnections();
			Awaitility.await().ignoreExceptions().until(() -> !store.template().hasKey("absent"));
		}
	}

	@Test
	void asksForCredentialsForEachNewConnection() {
		AtomicInteger tokens = new AtomicInteger();
		this.server.execute("ACL", "SETUSER", "app", "resetpass", ">token1", ">token2", ">token3", ">token4",
				">token5");
		try (TestTier store = store(RedisCredentialsProvider.from(() -> app("token" + tokens.incrementAndGet())))) {
			assertThat(store.template().hasKey("absent")).isFalse();
			assertThat(tokens).hasValue(1);
			assertThat(store.template().opsForList().leftPop("absent", Duration.ofMillis(10))).isNull();
			assertThat(tokens).hasValue(2);
			try (NodeConnection connection = TierNodes.of(store.tier()).get(0).connect()) {
				assertThat(connection.execute("ACL", "WHOAMI")).isEqualTo("app");
			}
			assertThat(tokens).hasValue(3);
		}
	}

	@Test
	void authenticatesOpenConnectionsAgainWithWhatIsEmitted() {
		Streaming provider = new Streaming("first");
		try (TestTier store = store(provider); Callers callers = new Callers(store)) {
			callers.await(10);
			this.server.execute("ACL", "SETUSER", "other", "on", ">token", "~*", "&*", "+@all");
			provider.emit(RedisCredentials.just("other", "token"));
			Awaitility.await().until(() -> users().stream().allMatch("other"::equals));
			this.server.execute("ACL", "DELUSER", "app");
			callers.await(50);
			assertThat(callers.failures()).isEmpty();
		}
	}

	@Test
	void authenticatesOpenConnectionsAgainFromTimeToTime() {
		AtomicReference<String> user = new AtomicReference<>("app");
		RedisCredentialsProvider provider = RedisCredentialsProvider
			.from(() -> RedisCredentials.just(user.get(), "first"));
		try (TestTier store = store(provider, (settings) -> settings.reauthenticationInterval(Duration.ofMillis(100)));
				Callers callers = new Callers(store)) {
			callers.await(10);
			this.server.execute("ACL", "SETUSER", "other", "on", ">first", "~*", "&*", "+@all");
			user.set("other");
			Awaitility.await().until(() -> users().stream().allMatch("other"::equals));
			this.server.execute("ACL", "DELUSER", "app");
			callers.await(50);
			assertThat(callers.failures()).isEmpty();
		}
	}

	@Test
	void keepsOpenConnectionsWhenTheProviderFailsAndAsksItAgain() {
		AtomicReference<@Nullable String> user = new AtomicReference<>("app");
		AtomicInteger asked = new AtomicInteger();
		RedisCredentialsProvider provider = RedisCredentialsProvider.from(() -> {
			asked.incrementAndGet();
			String name = user.get();
			if (name == null) {
				throw new IllegalStateException("out of order");
			}
			return RedisCredentials.just(name, "first");
		});
		try (TestTier store = store(provider, (settings) -> settings.reauthenticationInterval(Duration.ofMillis(50)));
				Callers callers = new Callers(store)) {
			callers.await(10);
			user.set(null);
			int before = asked.get();
			Awaitility.await().until(() -> asked.get() > before + 3);
			callers.await(10);
			this.server.execute("ACL", "SETUSER", "other", "on", ">first", "~*", "&*", "+@all");
			user.set("other");
			Awaitility.await().until(() -> users().stream().allMatch("other"::equals));
			assertThat(callers.failures()).isEmpty();
		}
	}

	@Test
	void saysThatTheProviderFailsAndConnectsWhenItWorks() {
		AtomicBoolean fails = new AtomicBoolean(true);
		try (TestTier store = store(() -> {
			if (fails.get()) {
				throw new IllegalStateException("hunter2");
			}
			return Mono.just(app("first"));
		})) {
			long before = connections();
			Awaitility.await()
				.untilAsserted(() -> assertThatExceptionOfType(RedisConnectionFailureException.class)
					.isThrownBy(() -> store.template().hasKey("a"))
					.withMessageContaining("the provider of credentials failed with java.lang.IllegalStateException")
					.withMessageContaining("Check what the store tier's RedisCredentialsProvider gives")
					.withMessageNotContaining("hunter2"));
			assertThatExceptionOfType(NodeUnreachableException.class)
				.isThrownBy(() -> TierNodes.of(store.tier()).get(0).connect())
				.withMessageContaining("the provider of credentials failed");
			Awaitility.await().until(() -> connections() <= before + 1);
			fails.set(false);
			Awaitility.await().ignoreExceptions().until(() -> !store.template().hasKey("a"));
		}
	}

	@Test
	void saysThatTheProviderHangsAndLetsNothingElseWait() {
		CountDownLatch released = new CountDownLatch(1);
		AtomicBoolean hangs = new AtomicBoolean();
		RedisCredentialsProvider provider = RedisCredentialsProvider.from(() -> {
			while (hangs.get() && released.getCount() > 0) {
				try {
					released.await();
				}
				catch (InterruptedException ex) {
					// a provider that heeds nobody
				}
			}
			return app("first");
		});
		try (TestTier store = store(provider, (settings) -> settings.connectTimeout(Duration.ofMillis(800)));
				Callers callers = new Callers(store)) {
			callers.await(10);
			hangs.set(true);
			// more than there are event loops and threads
			for (int i = 0; i < 6; i++) {
				assertThatExceptionOfType(RedisConnectionFailureException.class)
					.isThrownBy(() -> store.template().opsForList().leftPop("absent", Duration.ofMillis(10)))
					.withMessageContaining("the provider of credentials gave none within 600 ms");
				assertThatExceptionOfType(NodeUnreachableException.class)
					.isThrownBy(() -> TierNodes.of(store.tier()).get(0).connect())
					.withMessageContaining("the provider of credentials gave none within 600 ms");
				callers.await(10);
			}
			assertThat(callers.failures()).isEmpty();
			hangs.set(false);
			released.countDown();
			Awaitility.await()
				.ignoreExceptions()
				.until(() -> store.template().opsForList().leftPop("absent", Duration.ofMillis(10)) == null);
		}
	}

	@Test
	void leavesNoConnectionBehindWhenCredentialsCannotBeUsed() {
		try (TestTier store = store(() -> Mono.just(new Unusable()), (settings) -> settings.eager(false))) {
			long before = connections();
			for (int i = 0; i < 5; i++) {
				assertThatExceptionOfType(NodeUnreachableException.class)
					.isThrownBy(() -> TierNodes.of(store.tier()).get(0).connect());
			}
			Awaitility.await().until(() -> connections() == before);
		}
	}

	@Test
	void saysThatThePasswordIsNoLongerRightAndGoesOnWhenItIs() {
		AtomicReference<String> password = new AtomicReference<>("first");
		try (TestTier store = store(RedisCredentialsProvider.from(() -> app(password.get())))) {
			assertThat(store.template().hasKey("a")).isFalse();
			password.set("hunter2");
			killConnections();
			Awaitility.await()
				.untilAsserted(() -> assertThat(catchThrowable(() -> store.template().hasKey("a"))).rootCause()
					.hasMessageStartingWith("Currently not connected"));
			assertThatExceptionOfType(RedisConnectionFailureException.class)
				.isThrownBy(() -> store.template().opsForList().leftPop("a", Duration.ofMillis(10)))
				.withMessageStartingWith("Currently not connected");
			assertThatExceptionOfType(NodeUnreachableException.class)
				.isThrownBy(() -> TierNodes.of(store.tier()).get(0).connect())
				.withMessageContaining("refuses the user name or password (WRONGPASS")
				.withMessageContaining("Check what the store tier's RedisCredentialsProvider gives")
				.withMessageNotContaining("hunter2");
			password.set("first");
			Awaitility.await().ignoreExceptions().until(() -> !store.template().hasKey("a"));
		}
	}

	private void killConnections() {
		this.server.execute("CLIENT", "KILL", "USER", "app");
	}

	private List<String> users() {
		return String.valueOf(this.server.execute("CLIENT", "LIST"))
			.lines()
			.map((line) -> line.replaceFirst(".* user=(\\S+).*", "$1"))
			.filter((user) -> !user.equals("dev-services"))
			.toList();
	}

	private long connections() {
		return users().size();
	}

	private static RedisCredentials app(String password) {
		return RedisCredentials.just("app", password);
	}

	private TestTier store(RedisCredentialsProvider provider) {
		return store(provider, (settings) -> {
		});
	}

	private TestTier store(RedisCredentialsProvider provider, Consumer<TierSettings.Builder> customizer) {
		return TestTier.store(new RedisStandaloneConfiguration(this.server.host(), this.server.port()),
				(settings) -> customizer.accept(settings.credentials(provider)));
	}

	/**
	 * Calls that go on until they are closed.
	 */
	private static final class Callers implements AutoCloseable {

		private final AtomicInteger answers = new AtomicInteger();

		private final AtomicBoolean closed = new AtomicBoolean();

		private final List<RuntimeException> failures = new ArrayList<>();

		private final CompletableFuture<Void> calls;

		Callers(TestTier tier) {
			Awaitility.await().ignoreExceptions().until(() -> !tier.template().hasKey("absent"));
			this.calls = CompletableFuture.runAsync(() -> {
				while (!this.closed.get()) {
					call(tier);
				}
			}, (task) -> new Thread(task).start());
		}

		private void call(TestTier tier) {
			try {
				tier.template().opsForValue().increment("calls");
				this.answers.incrementAndGet();
			}
			catch (RuntimeException ex) {
				synchronized (this.failures) {
					this.failures.add(ex);
				}
			}
		}

		void await(int answers) {
			int before = this.answers.get();
			Awaitility.await().until(() -> this.answers.get() >= before + answers);
		}

		List<RuntimeException> failures() {
			synchronized (this.failures) {
				return List.copyOf(this.failures);
			}
		}

		@Override
		public void close() {
			this.closed.set(true);
			this.calls.join();
		}

	}

	private static final class Streaming implements RedisCredentialsProvider {

		private final Sinks.Many<RedisCredentials> sink = Sinks.many().replay().latest();

		Streaming(String password) {
			emit(app(password));
		}

		void emit(RedisCredentials credentials) {
			this.sink.emitNext(credentials, Sinks.EmitFailureHandler.FAIL_FAST);
		}

		@Override
		public Mono<RedisCredentials> resolveCredentials() {
			return this.sink.asFlux().next();
		}

		@Override
		public boolean supportsStreaming() {
			return true;
		}

		@Override
		public Flux<RedisCredentials> credentials() {
			return this.sink.asFlux();
		}

	}

	private static final class Unusable implements RedisCredentials {

		@Override
		public String getUsername() {
			return "app";
		}

		@Override
		public boolean hasUsername() {
			return true;
		}

		@Override
		public char[] getPassword() {
			throw new IllegalStateException("forgotten");
		}

		@Override
		public boolean hasPassword() {
			return true;
		}

	}

}
