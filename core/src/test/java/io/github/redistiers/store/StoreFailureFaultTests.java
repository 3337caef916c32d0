package io.github.redistiers.store;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.stream.Stream;

import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.FaultProxy;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.store.counter.CounterChange;
import io.github.redistiers.store.counter.CounterRepository;
import io.github.redistiers.store.counter.CounterStructure;
import io.github.redistiers.store.counter.CounterWindow;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.RedisURI;
import io.lettuce.core.ScriptOutputType;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.RedisSystemException;
import org.springframework.data.redis.core.RedisCallback;
import org.springframework.data.redis.core.RedisOperations;
import org.springframework.data.redis.core.SessionCallback;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.RedisScript;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * Whatever a store does not do has its name and says whether it was done, in whichever
 * way it was asked.
 */
@Timeout(120)
@EachServerGeneration
class StoreFailureFaultTests {

	private static final Duration LIMIT = Duration.ofSeconds(1);

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private final ServerGeneration generation;

	private FaultProxy proxy;

	private TestStore store;

	StoreFailureFaultTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@BeforeEach
	void start() {
		this.proxy = FaultProxy.to(server.get());
		this.store = TestStore.on(this.proxy.host(), this.proxy.port(), LIMIT, new CounterStructure());
		assertThat(counters().increment("here")).isEqualTo(1);
	}

	@AfterEach
	void stop() {
		this.store.close();
		this.proxy.close();
	}

	@ParameterizedTest
	@EnumSource
	void areNamed(Refusal refusal) {
		refusal.inflict.accept(server.get());
		try {
			assertNamed(refusal);
		}
		finally {
			refusal.end.accept(server.get());
		}
		Awaitility.await()
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(counters().increment("here")).isEqualTo(2));
		assertThat(template().opsForValue().get("there")).isNull();
	}

	private void assertNamed(Refusal refusal) {
		assertNamed(() -> counters().increment("here"), refusal.name, Applied.NO);
		assertNamed(() -> ThrownFailure.join(counters().incrementAsync("here", 1)), refusal.name, Applied.NO);
		assertNamed(() -> template().opsForValue().increment("there"), refusal.name, Applied.NO);
		assertNamed(() -> template().execute(RedisScript.of("return redis.call('INCR', KEYS[1])", Long.class),
				List.of("there")), refusal.name, refusal.isOfScripts ? Applied.UNKNOWN : Applied.NO);
		assertNamed(() -> transaction((operations) -> operations.opsForValue().increment("there")), refusal.name,
				Applied.NO);
		// on keys of its own: the second may be on its way when the first has failed
		assertNamed(() -> pipeline("first", "second"), refusal.name, Applied.UNKNOWN);
	}

	/**
	 * On a connection: whoever is told READONLY makes a new one.
	 */
	private void assertNamed(Runnable call, Class<?> name, Applied applied) {
		Awaitility.await().ignoreExceptions().until(() -> !template().hasKey("nothing"));
		ThrownFailure.assertNamed(call, name, applied);
	}

	@Test
	void sayWhatWasNotSentToAServerThatIsGone() {
		server.get().kill();
		// what is under way when it goes may still have happened
		Awaitility.await()
			.until(() -> catchThrowable(() -> counters().value("here")) instanceof StoreUnavailableException);
		ThrownFailure.assertNamed(() -> counters().increment("here"), StoreUnavailableException.class, Applied.NO);
		ThrownFailure.assertNamed(() -> ThrownFailure.join(counters().incrementAsync("here", 1)),
				StoreUnavailableException.class, Applied.NO);
		ThrownFailure.assertNamed(() -> template().opsForValue().increment("there"), StoreUnavailableException.class,
				Applied.NO);
		ThrownFailure.assertNamed(() -> transaction((operations) -> operations.opsForValue().increment("there")),
				StoreUnavailableException.class, Applied.NO);
		ThrownFailure.assertNamed(() -> pipeline("here", "there"), StoreUnavailableException.class, Applied.NO);
	}

	@Test
	void sayThatAnAnswerIsMissing() {
		this.proxy.blackHole();
		ThrownFailure.assertNamed(() -> counters().increment("here"), OutcomeUnknownException.class, Applied.UNKNOWN);
		ThrownFailure.assertNamed(() -> ThrownFailure.join(counters().incrementAsync("here", 1)),
				OutcomeUnknownException.class, Applied.UNKNOWN);
		ThrownFailure.assertNamed(() -> template().opsForValue().increment("there"), OutcomeUnknownException.class,
				Applied.UNKNOWN);
	}

	@Test
	void sayThatAnAnswerWasLost() {
		this.proxy.dropNextReply();
		ThrownFailure.assertNamed(() -> counters().increment("here"), OutcomeUnknownException.class, Applied.UNKNOWN);
		Awaitility.await().ignoreExceptions().untilAsserted(() -> assertThat(counters().value("here")).isEqualTo(2));
	}

	@Test
	void sayThatOtherCommandsOfATransactionWereApplied() {
		template().opsForValue().set("text", "a");
		Throwable failure = catchThrowable(() -> transaction((operations) -> {
			operations.opsForValue().increment("there");
			operations.opsForValue().increment("text");
		}));
		assertThat(failure).isInstanceOf(DataAccessException.class);
		assertThat(StoreFailure.of(failure)).as("the server is well").isNull();
		assertThat(template().opsForValue().get("there")).isEqualTo("1");
	}

	@Test
	void areNotWhatTheServerHasAgainstOneCall() {
		template().opsForStream().createGroup("stream", "group");
		assertNotNamed(() -> template().opsForStream().createGroup("stream", "group"), "BUSYGROUP ");
		template().opsForValue().set("text", "a");
		byte[] text = template().dump("text");
		assertNotNamed(() -> template().restore("text", text, 0, TimeUnit.SECONDS), "BUSYKEY ");
	}

	private static void assertNotNamed(Runnable call, String code) {
		Throwable failure = catchThrowable(call::run);
		assertThat(failure).isInstanceOf(RedisSystemException.class).rootCause().hasMessageStartingWith(code);
		assertThat(StoreFailure.of(failure)).as("the server is well").isNull();
	}

	@Test
	void sayThatAScriptKeepsTheServerBusy() {
		server.execute("CONFIG", "SET", "lua-time-limit", "50");
		try (RedisClient client = RedisClient.create(RedisURI.create(server.host(), server.port()))) {
			RedisFuture<Long> endless = client.connect()
				.async()
				.eval("while true do end", ScriptOutputType.INTEGER, new String[0]);
			Awaitility.await()
				.until(() -> catchThrowable(() -> counters().value("here")) instanceof StoreUnavailableException);
			ThrownFailure.assertNamed(() -> counters().increment("here"), StoreUnavailableException.class, Applied.NO);
			ThrownFailure.assertNamed(() -> template().opsForValue().increment("there"),
					StoreUnavailableException.class, Applied.NO);
			server.execute("SCRIPT", "KILL");
			assertThat(endless.toCompletableFuture()).failsWithin(Duration.ofSeconds(30));
		}
		Awaitility.await()
			.ignoreExceptions()
			.untilAsserted(() -> assertThat(counters().increment("here")).isEqualTo(2));
	}

	/**
	 * Permissions are looked at command by command, also when a script has written.
	 */
	@Test
	void sayThatAScriptMayHaveWrittenWhatItWasNotPermittedToEnd() {
		CounterWindow window = CounterWindow.perDay();
		server.execute("ACL", "SETUSER", "default", "-expireat", "-set");
		ThrownFailure.assertNamed(() -> counters().increment("windows", 1, window), StoreRefusedException.class,
				Applied.UNKNOWN);
		assertThat(counters().values("windows", window)).as("was counted").contains(1L);
		ThrownFailure.assertNamed(() -> ThrownFailure.join(counters().incrementAsync("windows", 1, window)),
				StoreRefusedException.class, Applied.UNKNOWN);
		CounterChange order = CounterChange.of("orders", 1).once("order-1", Duration.ofDays(1));
		ThrownFailure.assertNamed(() -> counters().change(order), StoreRefusedException.class, Applied.UNKNOWN);
		assertThat(counters().value("orders")).as("was counted").isEqualTo(1);
	}

	@Test
	void sayThatAScriptThatIsNotPermittedHasDoneNothing() {
		CounterWindow window = CounterWindow.perDay();
		server.execute("ACL", "SETUSER", "default", "-eval", "-evalsha");
		ThrownFailure.assertNamed(() -> counters().increment("windows", 1, window), StoreRefusedException.class,
				Applied.NO);
		ThrownFailure.assertNamed(() -> script("return redis.call('INCR', KEYS[1])"), StoreRefusedException.class,
				Applied.NO);
		server.execute("ACL", "SETUSER", "default", "+@all");
		assertThat(counters().values("windows", window)).containsOnly(0L);
		assertThat(template().hasKey("there")).isFalse();
	}

	@Test
	void sayThatAScriptOfATemplateMayHaveWrittenBeforeAPermissionWasMissing() {
		server.execute("ACL", "SETUSER", "default", "-expire");
		String count = "redis.call('INCR', KEYS[1])";
		String refused = "('EXPIRE', KEYS[1], 60)";
		List<String> scripts = List.of("return redis.call" + refused, "return redis.pcall" + refused,
				"return redis.error_reply(redis.pcall" + refused + ".err)", "error(redis.pcall" + refused + ".err)");
		for (int i = 0; i < scripts.size(); i++) {
			String script = count + " " + scripts.get(i);
			ThrownFailure.assertNamed(() -> script(script), StoreRefusedException.class, Applied.UNKNOWN);
			assertThat(template().opsForValue().get("there")).as(script).isEqualTo(String.valueOf(i + 1));
		}
	}

	@Test
	void sayThatAFunctionMayHaveWrittenBeforeAPermissionWasMissing() {
		if (this.generation == ServerGeneration.REDIS_6_2) {
			return; // has no functions
		}
		server.execute("FUNCTION", "LOAD", """
				#!lua name=refused
				local function count(call, keys)
				  redis.call('INCR', keys[1])
				  return call('EXPIRE', keys[1], 60)
				end
				redis.register_function('thrown', function(keys) return count(redis.call, keys) end)
				redis.register_function('returned', function(keys) return count(redis.pcall, keys) end)
				""");
		server.execute("ACL", "SETUSER", "default", "-expire");
		ThrownFailure.assertNamed(() -> function("thrown"), StoreRefusedException.class, Applied.UNKNOWN);
		ThrownFailure.assertNamed(() -> function("returned"), StoreRefusedException.class, Applied.UNKNOWN);
		assertThat(template().opsForValue().get("there")).isEqualTo("2");
		server.execute("ACL", "SETUSER", "default", "-fcall");
		ThrownFailure.assertNamed(() -> function("thrown"), StoreRefusedException.class, Applied.NO);
	}

	private void script(String script) {
		template().execute(RedisScript.of(script, Long.class), List.of("there"));
	}

	@SuppressWarnings("NullAway") // Spring Data's types do not say that the result may be
									// null
	private void function(String name) {
		template().execute((RedisCallback<@Nullable Object>) (connection) -> connection.execute("FCALL", bytes(name),
				bytes("1"), bytes("there")));
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	@Test
	void areWaitedOutWhereTheyPassAndNothingWasApplied() throws Exception {
		server.get().refuseWrites();
		AtomicInteger refused = new AtomicInteger();
		CompletableFuture<Void> end = CompletableFuture.runAsync(() -> {
			Awaitility.await().until(() -> refusals() >= 1);
			server.get().acceptWrites();
		});
		// a busy machine may need more than one call's patience
		Awaitility.await().until(() -> {
			try {
				return counters().increment("here") > 0;
			}
			catch (TooFewReplicasException ex) {
				refused.incrementAndGet();
				return false;
			}
		});
		end.get(30, TimeUnit.SECONDS);
		assertThat(counters().value("here")).isEqualTo(2);
		assertThat(refusals()).as("each call was tried three times").isGreaterThanOrEqualTo(3L * refused.get());
		server.get().refuseWrites();
		long before = refusals();
		ThrownFailure.assertNamed(() -> counters().increment("here"), TooFewReplicasException.class, Applied.NO);
		assertThat(refusals()).isEqualTo(before + 3);
		ThrownFailure.assertNamed(() -> ThrownFailure.join(counters().incrementAsync("here", 1)),
				TooFewReplicasException.class, Applied.NO);
		assertThat(refusals()).isEqualTo(before + 6);
		server.get().acceptWrites();
		server.get().fillToMaxmemory();
		long full = full();
		ThrownFailure.assertNamed(() -> counters().increment("here"), StoreFullException.class, Applied.NO);
		assertThat(full()).as("what does not pass is not tried again").isEqualTo(full + 1);
		server.get().makeSpace();
	}

	private static long refusals() {
		return errors("NOREPLICAS");
	}

	private static long full() {
		return errors("OOM");
	}

	private static long errors(String code) {
		return String.valueOf(server.execute("INFO", "errorstats"))
			.lines()
			.filter((line) -> line.startsWith("errorstat_" + code + ":count="))
			.mapToLong((line) -> Long.parseLong(line.substring(line.indexOf('=') + 1).trim()))
			.sum();
	}

	private CounterRepository counters() {
		return this.store.repositories().create(CounterRepository.class, "page-views");
	}

	private StringRedisTemplate template() {
		return this.store.template();
	}

	@SuppressWarnings("NullAway") // Spring Data's types do not say that the result may be
									// null
	private void transaction(Consumer<RedisOperations<String, String>> commands) {
		template().execute(new SessionCallback<>() {

			@Override
			@SuppressWarnings("unchecked")
			public <K, V> @Nullable Object execute(RedisOperations<K, V> operations) {
				operations.multi();
				commands.accept((RedisOperations<String, String>) operations);
				return operations.exec();
			}

		});
	}

	@SuppressWarnings("NullAway") // likewise
	private void pipeline(String... keys) {
		template().executePipelined(new SessionCallback<>() {

			@Override
			@SuppressWarnings("unchecked")
			public <K, V> @Nullable Object execute(RedisOperations<K, V> operations) {
				Stream.of(keys)
					.forEach((key) -> ((RedisOperations<String, String>) operations).opsForValue().increment(key));
				return null;
			}

		});
	}

	enum Refusal {

		FULL(StoreFullException.class, RedisServer::fillToMaxmemory, RedisServer::makeSpace, true),

		NOT_PERSISTING(StoreNotPersistingException.class, (server) -> {
			File dump = server.dataDirectory().resolve("dump.rdb").toFile();
			assertThat(!dump.exists() || dump.delete()).isTrue();
			assertThat(dump.mkdir()).isTrue();
			server.execute("BGSAVE");
			awaitSave(server, "err");
		}, (server) -> {
			assertThat(server.dataDirectory().resolve("dump.rdb").toFile().delete()).isTrue();
			server.execute("BGSAVE");
			awaitSave(server, "ok");
		}, true),

		READ_ONLY(StoreReadOnlyException.class, RedisServer::makeReadOnly, RedisServer::makePrimary, true),

		TOO_FEW_REPLICAS(TooFewReplicasException.class, RedisServer::refuseWrites, RedisServer::acceptWrites, true),

		NOT_PERMITTED(StoreRefusedException.class, (server) -> permit(server, "-"), (server) -> permit(server, "+"),
				true);

		private final Class<?> name;

		private final Consumer<RedisServer> inflict;

		private final Consumer<RedisServer> end;

		/**
		 * Whether it is a script's command that the server refuses, not the script.
		 */
		private final boolean isOfScripts;

		Refusal(Class<?> name, Consumer<RedisServer> inflict, Consumer<RedisServer> end, boolean isOfScripts) {
			this.name = name;
			this.inflict = inflict;
			this.end = end;
			this.isOfScripts = isOfScripts;
		}

		private static void permit(RedisServer server, String sign) {
			server.execute("ACL", "SETUSER", "default", sign + "incr", sign + "incrby");
		}

		private static void awaitSave(RedisServer server, String status) {
			Awaitility.await()
				.until(() -> String.valueOf(server.execute("INFO", "persistence"))
					.contains("rdb_last_bgsave_status:" + status));
		}

	}

}
