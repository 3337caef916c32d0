package io.github.redistiers.autoconfigure.guard;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;

import io.github.redistiers.TierRole;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerBuilder;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import io.github.redistiers.guard.Finding;
import io.github.redistiers.guard.FindingKind;
import io.github.redistiers.guard.Guard;
import io.github.redistiers.guard.GuardRefusalException;
import io.github.redistiers.guard.InspectedServer;
import io.github.redistiers.guard.Judgement;
import io.github.redistiers.guard.Remedy;
import io.github.redistiers.guard.ServerCheck;
import io.github.redistiers.guard.Severity;
import io.github.redistiers.guard.TierUnreachableException;
import io.github.redistiers.guard.Verdict;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.factory.BeanCreationException;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a web application does with the guard's findings when it starts, on real servers.
 */
@EachServerGeneration
@ExtendWith(OutputCaptureExtension.class)
class GuardAtStartUpIntegrationTests {

	private final ServerGeneration generation;

	private final List<RedisServer> servers = new ArrayList<>();

	private final AtomicBoolean portOpened = new AtomicBoolean();

	GuardAtStartUpIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@AfterEach
	void stopServers() {
		this.servers.forEach(RedisServer::close);
	}

	@Test
	void startsOnTheDocumentedServersWithoutAWarning(CapturedOutput output) {
		try (ConfigurableApplicationContext context = run(cache(), store())) {
			assertThat(context.getBean(Guard.class).report().findings()).hasSizeGreaterThan(15)
				.allSatisfy((finding) -> assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.OK));
			assertThat(this.portOpened).isTrue();
			assertThat(output).contains("The cache tier: ", "The store tier: ").doesNotContain(" WARN ");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "false", "true" })
	void refusesAStoreThatEvicts(String lazy, CapturedOutput output) {
		RedisServer store = store((it) -> it.setting("maxmemory-policy", "allkeys-lru"));
		assertThatExceptionOfType(GuardRefusalException.class)
			.isThrownBy(() -> run(cache(), store, "--spring.main.lazy-initialization=" + lazy));
		assertThat(this.portOpened).isFalse();
		assertThat(output).doesNotContain("\tat ");
		assertThat(report(output)).isEqualTo(
				"""
						***************************
						APPLICATION FAILED TO START
						***************************

						Description:

						The store at redis://127.0.0.1:%1$d can lose data:
						  store.eviction-policy  found allkeys-lru, needs noeviction: Redis may evict sessions and queued jobs to make room.
						                         redis-cli -h 127.0.0.1 -p %1$d CONFIG SET maxmemory-policy noeviction    (and in redis.conf: maxmemory-policy noeviction)
						                         https://github.com/redistiers/redis-tiers/blob/main/docs/findings/store.eviction-policy.md

						Action:

						Mend each server with the lines below its finding, in their order, as a user who may (redis-cli --user <name> --askpass ...); each finding's page says more.
						To start anyway, with the findings as warnings: REDISTIERS_GUARD_MODE=warn (redis-tiers.guard.mode=warn).
						"""
					.formatted(store.port()));
	}

	@Test
	void tellsEverythingThatIsWrongAtOnce(CapturedOutput output) {
		RedisServer cache = cache((it) -> it.setting("maxmemory", "0"));
		RedisServer store = store((it) -> it.setting("appendonly", "no").setting("appendfsync", "no"));
		assertThatExceptionOfType(GuardRefusalException.class).isThrownBy(() -> run(cache, store));
		assertThat(report(output)).contains(
				"""
						The cache at redis://127.0.0.1:%1$d is not fit for its role:
						  cache.maxmemory  found 0, needs a limit: A cache without a limit never evicts: it grows until the kernel kills it.
						                   redis-cli -h 127.0.0.1 -p %1$d CONFIG SET maxmemory 256mb    (and in redis.conf: maxmemory 256mb)
						                   Take what the machine can spare instead of 256mb; what does not fit is evicted at once, which a cache survives.
						                   https://github.com/redistiers/redis-tiers/blob/main/docs/findings/cache.maxmemory.md

						The store at redis://127.0.0.1:%2$d can lose data:
						  store.aof    found the AOF off, needs appendonly yes: A crash loses every write since the last snapshot, or everything.
						               In this order; never by editing the file and restarting, which starts with an EMPTY data set:
						               redis-cli -h 127.0.0.1 -p %2$d CONFIG SET appendonly yes
						               redis-cli -h 127.0.0.1 -p %2$d INFO persistence    (repeat until it shows aof_rewrite_in_progress:0 and aof_rewrite_scheduled:0 and aof_last_bgrewrite_status:ok)
						               redis-cli -h 127.0.0.1 -p %2$d CONFIG REWRITE    (or in redis.conf: appendonly yes; before any restart)
						               https://github.com/redistiers/redis-tiers/blob/main/docs/findings/store.aof.md
						  store.fsync  found appendfsync no, needs everysec or always: A power cut loses all that the kernel has not written yet, which may be half a minute's.
						               redis-cli -h 127.0.0.1 -p %2$d CONFIG SET appendfsync everysec    (and in redis.conf: appendfsync everysec)
						               https://github.com/redistiers/redis-tiers/blob/main/docs/findings/store.fsync.md
						"""
					.formatted(cache.port(), store.port()));
	}

	@Test
	void startsOnWrongServersInModeWarnAndLogsOneEntry(CapturedOutput output) {
		RedisServer store = store((it) -> it.setting("appendonly", "no"));
		try (ConfigurableApplicationContext context = run(cache(), store, "--redis-tiers.guard.mode=warn")) {
			assertThat(finding(context, "store.aof").verdict()).isEqualTo(Verdict.WRONG);
			assertThat(output.getOut().lines().filter((line) -> line.contains(" WARN "))).singleElement()
				.asString()
				.endsWith("What the guard found to be mended:");
			assertThat(output).contains("    store.aof  found the AOF off, needs appendonly yes");
		}
	}

	@Test
	void asksNobodyInModeOff() {
		try (ConfigurableApplicationContext context = run(cache(),
				store((it) -> it.setting("appendonly", "no").setting("maxmemory-policy", "allkeys-lru")),
				"--redis-tiers.guard.mode=off")) {
			assertThat(context.getBean(Guard.class).report().tiers()).isEmpty();
		}
	}

	@Test
	void followsTheOperatorAboutSingleFindings() {
		RedisServer store = store((it) -> it.setting("appendonly", "no")
			.setting("maxmemory", "0")
			.setting("maxmemory-policy", "volatile-lru"));
		try (ConfigurableApplicationContext context = run(cache(), store, "--redis-tiers.guard.findings.store.aof=warn",
				"--redis-tiers.guard.findings.store.eviction-policy=off")) {
			assertThat(finding(context, "store.aof").severity()).isEqualTo(Severity.WARNING);
			assertThat(context.getBean(Guard.class).report().findings()).extracting(Finding::id)
				.doesNotContain("store.eviction-policy");
		}
		assertThatExceptionOfType(GuardRefusalException.class)
			.isThrownBy(() -> run(cache(), store, "--redis-tiers.guard.findings.store.aof=warn",
					"--redis-tiers.guard.findings.store.eviction-policy=off",
					"--redis-tiers.guard.findings.store.maxmemory=error"))
			.satisfies((ex) -> assertThat(ex.report().refusals()).extracting(Finding::id)
				.containsExactly("store.maxmemory"));
	}

	@Test
	void startsForAUserWhoMayNotAskAndNamesTheRule(CapturedOutput output) {
		RedisServer store = store((it) -> it.user("app", "secret", rules()));
		try (ConfigurableApplicationContext context = run(cache().address(),
				"redis://app:secret@127.0.0.1:" + store.port(), "--redis-tiers.guard.findings.store.fsync=assumed")) {
			Finding fsync = finding(context, "store.fsync");
			assertThat(fsync.verdict()).isEqualTo(Verdict.UNKNOWN);
			assertThat(fsync.declared()).isTrue();
			assertThat(finding(context, "store.snapshots").remedy()).singleElement()
				.asString()
				.contains("ACL SETUSER app '+config|get'");
			assertThat(output).containsPattern("declared, not verified: store.fsync; unknown: (\\S+, )*store.snapshots")
				.contains("What the guard could not know:")
				.contains(
						"""
								  store.snapshots at redis://127.0.0.1:%1$d: The user app may not run CONFIG GET.
								    redis-cli -h 127.0.0.1 -p %1$d ACL SETUSER app '+config|get'    (lets the guard know; it also lets the user read requirepass)
								"""
							.formatted(store.port()))
				.doesNotContain(" WARN ");
		}
	}

	@ParameterizedTest
	@ValueSource(strings = { "0", "-5s" })
	void refusesToWaitForNoTimeAtAll(String limit, CapturedOutput output) {
		assertThatExceptionOfType(BeanCreationException.class).isThrownBy(() -> run(cache(), store(),
				"--redis-tiers.guard.unreachable=wait", "--redis-tiers.guard.wait-limit=" + limit));
		assertThat(report(output)).contains("redis-tiers.guard.wait-limit is ", "Action:", "such as 1m");
		assertThat(this.portOpened).isFalse();
	}

	@Test
	void refusesOneServerForBothTiers() {
		RedisServer store = store();
		assertThatExceptionOfType(GuardRefusalException.class)
			.isThrownBy(() -> run("redis://localhost:" + store.port() + "/5", store.address()))
			.satisfies((ex) -> {
				assertThat(ex.report().refusals()).extracting(Finding::id).containsExactly("tiers.same-server");
				assertThat(ex.description()).startsWith("The cache at redis://localhost:" + store.port()
						+ " and the store at redis://127.0.0.1:" + store.port() + " are not kept apart:\n");
			});
	}

	@Test
	void saysThatNothingListensAtTheStoresAddress(CapturedOutput output) throws IOException {
		int port = freePort();
		assertThatExceptionOfType(TierUnreachableException.class)
			.isThrownBy(() -> run(cache().address(), "redis://127.0.0.1:" + port));
		assertThat(output).doesNotContain("\tat ");
		assertThat(this.portOpened).isFalse();
		assertThat(report(output)).contains(
				"The store tier at redis://127.0.0.1:" + port + " is not connected: nothing listens there.",
				"redis-tiers.store.url", "REDISTIERS_GUARD_UNREACHABLE=ignore", "REDISTIERS_GUARD_MODE=warn");
	}

	@Test
	void saysThatThePasswordIsWrongWithoutShowingIt(CapturedOutput output) {
		RedisServer store = store((it) -> it.user("app", "right", "~*", "&*", "+@all"));
		assertThatExceptionOfType(TierUnreachableException.class)
			.isThrownBy(() -> run(cache().address(), "redis://app:hunter2@127.0.0.1:" + store.port()));
		assertThat(output).doesNotContain("\tat ").doesNotContain("hunter2").doesNotContain("right");
		assertThat(report(output)).contains("refuses the user name or password", "redis-tiers.store.password");
	}

	@Test
	void saysThatAPasswordIsMissing(CapturedOutput output) {
		RedisServer store = register(RedisServer.builder().generation(this.generation).password("right"));
		assertThatExceptionOfType(TierUnreachableException.class).isThrownBy(() -> run(cache(), store));
		assertThat(output).doesNotContain("\tat ");
		assertThat(report(output)).contains("demands a password", "redis-tiers.store.password");
	}

	@Test
	void saysThatWhatAnswersSpeaksNoRedis(CapturedOutput output) throws IOException {
		try (NoRedis http = new NoRedis()) {
			assertThatExceptionOfType(TierUnreachableException.class)
				.isThrownBy(() -> run(cache().address(), "redis://127.0.0.1:" + http.port()));
			assertThat(output).doesNotContain("\tat ");
			assertThat(report(output)).contains("does not speak Redis's protocol");
		}
	}

	@Test
	void saysThatNobodyAnswersInTime(CapturedOutput output) throws IOException {
		try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
			assertThatExceptionOfType(TierUnreachableException.class)
				.isThrownBy(() -> run(cache().address(), "redis://127.0.0.1:" + silent.getLocalPort(),
						"--redis-tiers.store.timeout=300ms", "--redis-tiers.store.connect-timeout=300ms"));
			assertThat(output).doesNotContain("\tat ");
			assertThat(report(output)).contains("no answer within 300 ms");
		}
	}

	@Test
	void startsWithoutTheCacheAndLooksAtItWhenItComes(CapturedOutput output) throws IOException {
		int port = freePort();
		try (ConfigurableApplicationContext context = run("redis://127.0.0.1:" + port, store().address())) {
			assertThat(this.portOpened).isTrue();
			assertThat(context.getBean(Guard.class).report().complete()).isFalse();
			cache((it) -> it.port(port).setting("maxmemory-policy", "noeviction"));
			Awaitility.await().until(() -> context.getBean(Guard.class).report().complete());
			assertThat(finding(context, "cache.eviction-policy").verdict()).isEqualTo(Verdict.WRONG);
			Awaitility.await().until(() -> output.getOut().contains("cache.eviction-policy  found noeviction"));
		}
	}

	@Test
	void waitsForTheStore() throws Exception {
		int port = freePort();
		Thread starter = new Thread(() -> {
			Awaitility.await()
				.until(() -> Thread.getAllStackTraces()
					.values()
					.stream()
					.flatMap(Arrays::stream)
					.anyMatch((frame) -> frame.getMethodName().equals("isClosedAfter")));
			store((it) -> it.port(port));
		});
		starter.start();
		try (ConfigurableApplicationContext context = run(cache().address(), "redis://127.0.0.1:" + port,
				"--redis-tiers.guard.unreachable=wait")) {
			assertThat(context.getBean(Guard.class).report().complete()).isTrue();
		}
		starter.join();
	}

	@Test
	void waitsForTheStoreNoLongerThanItWasTold() throws IOException {
		int port = freePort();
		assertThatExceptionOfType(TierUnreachableException.class)
			.isThrownBy(() -> run(cache().address(), "redis://127.0.0.1:" + port,
					"--redis-tiers.guard.unreachable=wait", "--redis-tiers.guard.wait-limit=1s"));
	}

	@Test
	void ignoresAMissingStoreAndLooksAtItWhenItComes() throws IOException {
		int port = freePort();
		try (ConfigurableApplicationContext context = run(cache().address(), "redis://127.0.0.1:" + port,
				"--redis-tiers.guard.unreachable=ignore")) {
			assertThat(context.getBean(Guard.class).report().complete()).isFalse();
			store((it) -> it.port(port));
			Awaitility.await().until(() -> context.getBean(Guard.class).report().complete());
		}
	}

	@Test
	void asksAnApplicationsOwnChecks() {
		assertThatExceptionOfType(GuardRefusalException.class)
			.isThrownBy(() -> run(List.of(OwnCheck.class), cache().address(), store().address()))
			.satisfies((ex) -> assertThat(ex.report().refusals()).extracting(Finding::id)
				.containsExactly("store.databases"));
	}

	@Test
	void startsThoughAnApplicationsOwnCheckBreaks() {
		try (ConfigurableApplicationContext context = run(List.of(BrokenCheck.class), cache().address(),
				store().address())) {
			assertThat(finding(context, "store.broken").verdict()).isEqualTo(Verdict.UNKNOWN);
		}
	}

	@Test
	void reportsWhatIndexedSessionsNeedAndChangesNothing() {
		RedisServer store = store();
		try (ConfigurableApplicationContext context = run(cache(), store,
				"--spring.session.data.redis.repository-type=indexed")) {
			Finding finding = finding(context, "store.keyspace-events");
			assertThat(finding.verdict()).isEqualTo(Verdict.WRONG);
			assertThat(finding.severity()).isEqualTo(Severity.WARNING);
			assertThat(finding.kind()).isEqualTo(FindingKind.CONFIGURATION);
			assertThat(store.execute("CONFIG", "GET", "notify-keyspace-events")).asString().endsWith(", ]");
		}
	}

	@Test
	void comesBeforeIndexedSessionsThatConfigureTheServer(CapturedOutput output) throws IOException {
		int port = freePort();
		assertThatExceptionOfType(TierUnreachableException.class).isThrownBy(() -> run(cache().address(),
				"redis://127.0.0.1:" + port, "--spring.session.data.redis.repository-type=indexed",
				"--spring.session.data.redis.configure-action=notify-keyspace-events"));
		assertThat(output).doesNotContain("\tat ");
	}

	@Test
	void judgesEachTierAlone() {
		try (ConfigurableApplicationContext context = run(List.of(), cache().address(), null)) {
			assertThat(context.getBean(Guard.class).report().tiers()).singleElement()
				.satisfies((tier) -> assertThat(tier.role()).isEqualTo(TierRole.CACHE));
		}
		try (ConfigurableApplicationContext context = run(List.of(), null, store().address())) {
			assertThat(context.getBean(Guard.class).report().tiers()).singleElement()
				.satisfies((tier) -> assertThat(tier.role()).isEqualTo(TierRole.STORE));
		}
	}

	@Test
	void warnsAboutAFindingThatDoesNotExist(CapturedOutput output) {
		run(cache(), store(), "--redis-tiers.guard.findings.store.oaf=warn").close();
		assertThat(output).contains("redis-tiers.guard.findings.store.oaf has no effect");
	}

	private ConfigurableApplicationContext run(RedisServer cache, RedisServer store, String... arguments) {
		return run(cache.address(), store.address(), arguments);
	}

	private ConfigurableApplicationContext run(String cache, String store, String... arguments) {
		return run(List.of(), cache, store, arguments);
	}

	private ConfigurableApplicationContext run(List<Class<?>> more, @Nullable String cache, @Nullable String store,
			String... arguments) {
		List<String> all = new ArrayList<>(
				List.of("--server.port=0", "--spring.application.name=shop", "--spring.main.banner-mode=off"));
		if (cache != null) {
			all.add("--redis-tiers.cache.url=" + cache);
		}
		if (store != null) {
			all.add("--redis-tiers.store.url=" + store);
		}
		all.addAll(List.of(arguments));
		SpringApplication application = new SpringApplicationBuilder(App.class).sources(more.toArray(Class<?>[]::new))
			.listeners((ApplicationListener<WebServerInitializedEvent>) (event) -> this.portOpened.set(true))
			.registerShutdownHook(false)
			.build();
		return application.run(all.toArray(String[]::new));
	}

	private RedisServer cache() {
		return cache(UnaryOperator.identity());
	}

	private RedisServer cache(UnaryOperator<RedisServerBuilder> settings) {
		return register(settings.apply(RedisServer.builder().generation(this.generation).preset(ServerPreset.CACHE)));
	}

	private RedisServer store() {
		return store(UnaryOperator.identity());
	}

	private RedisServer store(UnaryOperator<RedisServerBuilder> settings) {
		return register(settings.apply(RedisServer.builder().generation(this.generation).preset(ServerPreset.STORE)));
	}

	private synchronized RedisServer register(RedisServerBuilder builder) {
		RedisServer server = builder.start();
		this.servers.add(server);
		return server;
	}

	private String[] rules() {
		List<String> rules = new ArrayList<>(
				List.of("resetchannels", "&shop:*", "~shop:*", "+@all", "-@admin", "-@dangerous", "+info"));
		if (this.generation == ServerGeneration.REDIS_6_2) {
			rules.addAll(List.of("+client|setname", "+client|id", "+client|info", "+client|getname", "+client|tracking",
					"+client|caching", "+acl|whoami"));
		}
		return rules.toArray(String[]::new);
	}

	private static Finding finding(ConfigurableApplicationContext context, String id) {
		return context.getBean(Guard.class)
			.report()
			.findings()
			.stream()
			.filter((finding) -> finding.id().equals(id))
			.findFirst()
			.orElseThrow(() -> new AssertionError(id + " is missing in " + context.getBean(Guard.class).report()));
	}

	private static String report(CapturedOutput output) {
		String all = output.getAll();
		return all.substring(all.indexOf("***************************")).stripTrailing() + "\n";
	}

	private static int freePort() throws IOException {
		try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			return socket.getLocalPort();
		}
	}

	@SpringBootConfiguration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

	}

	static class OwnCheck {

		@Bean
		ServerCheck databasesCheck() {
			return check("store.databases", Judgement.wrong(Severity.ERROR, "16 databases", "1", "Nobody needs more.",
					Remedy.of("Set databases 1 in redis.conf.")));
		}

	}

	static class BrokenCheck {

		@Bean
		ServerCheck brokenCheck() {
			return check("store.broken", null);
		}

	}

	private static ServerCheck check(String id, @Nullable Judgement judgement) {
		return new ServerCheck() {

			@Override
			public String id() {
				return id;
			}

			@Override
			public TierRole role() {
				return TierRole.STORE;
			}

			@Override
			public Judgement judge(InspectedServer server) {
				if (judgement == null) {
					throw new IllegalStateException("broken");
				}
				return judgement;
			}

		};
	}

	/**
	 * Answers everybody as a web server would.
	 */
	private static final class NoRedis implements AutoCloseable {

		private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());

		NoRedis() throws IOException {
			Thread thread = new Thread(this::answer);
			thread.setDaemon(true);
			thread.start();
		}

		int port() {
			return this.socket.getLocalPort();
		}

		private void answer() {
			try {
				while (true) {
					// each by itself: the tier's own connection must not keep the guard's
					// waiting
					Socket client = this.socket.accept();
					Thread thread = new Thread(() -> answer(client));
					thread.setDaemon(true);
					thread.start();
				}
			}
			catch (IOException ex) {
				// closed by the test
			}
		}

		private static void answer(Socket connected) {
			try (Socket client = connected) {
				client.getInputStream().read(new byte[10]);
				client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
				client.getOutputStream().flush();
				client.getInputStream().read(new byte[1000]);
			}
			catch (IOException ex) {
				// closed by the client
			}
		}

		@Override
		public void close() throws IOException {
			this.socket.close();
		}

	}

}
