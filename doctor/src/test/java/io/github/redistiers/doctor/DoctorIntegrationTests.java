package io.github.redistiers.doctor;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierConnectionFactory;
import io.github.redistiers.connection.TierSettings;
import io.github.redistiers.devservices.AclRules;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.guard.Finding;
import io.github.redistiers.guard.Guard;
import io.github.redistiers.guard.GuardChecks;
import io.github.redistiers.guard.GuardReport;
import io.github.redistiers.guard.GuardSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

import org.springframework.data.redis.connection.RedisStandaloneConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

@EachServerGeneration
class DoctorIntegrationTests {

	@RegisterExtension
	static RedisServerExtension cache = RedisServerExtension.cache();

	@RegisterExtension
	static RedisServerExtension store = RedisServerExtension.store();

	private final ServerGeneration generation;

	@TempDir
	Path folder;

	DoctorIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@Test
	void findsNothingToMendOnServersThatAreRight() {
		Outcome outcome = Outcome.of(cache.address(), store.address());
		assertThat(outcome.out()).startsWith("The cache tier: ")
			.contains("The store tier: ", "\n\nNothing is to be mended.")
			.doesNotContain("to be mended:");
		assertThat(outcome.exitCode()).isZero();
		assertThat(outcome.err()).isEmpty();
	}

	@Test
	void saysWhatTheStartUpReportSays() {
		store.execute("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
		Outcome outcome = Outcome.of(cache.address(), store.address());
		assertThat(outcome.exitCode()).isOne();
		assertThat(outcome.out())
			.startsWith(report().text() + "\n\nSomething is to be mended. An application would not")
			.contains("store.eviction-policy  found allkeys-lru, needs noeviction", "CONFIG SET maxmemory-policy");
	}

	@Test
	void tellsProgramsEverythingThatIsInTheReport() {
		store.execute("CONFIG", "SET", "appendonly", "no");
		Outcome outcome = Outcome.of("--json", cache.address(), store.address());
		GuardReport report = report();
		JsonNode document = outcome.json();
		assertThat(document.get("format").asInt()).isOne();
		assertThat(document.get("exitCode").asInt()).isOne().isEqualTo(outcome.exitCode());
		assertThat(document.at("/tiers/1/servers/0/product").asString())
			.isEqualTo(report.tiers().get(1).servers().get(0).product());
		assertThat(document.at("/tiers/1/servers/0/address").asString()).isEqualTo(store.address());
		assertThat(document.get("findings").size()).isEqualTo(report.findings().size());
		for (int i = 0; i < report.findings().size(); i++) {
			Finding expected = report.findings().get(i);
			JsonNode finding = document.get("findings").get(i);
			assertThat(finding.get("id").asString()).isEqualTo(expected.id());
			assertThat(finding.get("kind").asString()).isEqualTo(expected.kind().name());
			assertThat(finding.get("verdict").asString()).isEqualTo(expected.verdict().name());
			assertThat(finding.get("severity").asString()).isEqualTo(expected.severity().name());
			assertThat(finding.get("stopsStart").asBoolean()).isEqualTo(expected.stopsStart());
			assertThat(finding.get("needs").asString()).isEqualTo(expected.needs());
			assertThat(finding.get("page").asString()).isEqualTo(expected.page());
			assertThat(finding.get("tiers").valueStream().map(JsonNode::asString)).isEqualTo(expected.tiers());
			assertThat(finding.get("servers").valueStream().map(JsonNode::asString)).isEqualTo(expected.servers());
			assertThat(finding.get("remedy").valueStream()).hasSameSizeAs(expected.remedy());
		}
		assertThat(outcome.ids("WRONG")).contains("store.aof");
	}

	@Test
	void changesNothing() {
		store.execute("SET", "key", "value");
		List<Object> before = state();
		Outcome.of(cache.address(), store.address());
		assertThat(state()).isEqualTo(before);
	}

	@Test
	void judgesTheCacheAlone() {
		Outcome outcome = Outcome.of("--json", "--cache", cache.address());
		assertThat(outcome.exitCode()).isZero();
		assertThat(outcome.json().get("tiers").size()).isOne();
		assertThat(outcome.ids("OK")).allMatch((id) -> id.startsWith("cache."));
	}

	@Test
	void judgesOneServerByBothRoles() {
		Outcome outcome = Outcome.of(cache.address(), cache.address());
		assertThat(outcome.exitCode()).isOne();
		assertThat(outcome.out()).contains("tiers.same-server");
	}

	@Test
	void needsNoMoreThanPingAndInfo() {
		addUser(AclRules.guard());
		Outcome outcome = Outcome.of("--json", asDoctor(cache), asDoctor(store));
		assertThat(outcome.exitCode()).isZero();
		assertThat(outcome.ids("WRONG")).isEmpty();
		assertThat(outcome.ids("OK")).contains("cache.eviction-policy", "store.eviction-policy", "store.aof");
		assertThat(outcome.ids("UNKNOWN")).contains("store.fsync");
		assertThat(Outcome.of(asDoctor(cache), asDoctor(store)).out()).contains("What the guard could not know:",
				"store.fsync", "Nothing is to be mended, as far as it could be known.");
	}

	@Test
	void findsWhatIsWrongThroughARestrictedUser() {
		addUser(AclRules.application(this.generation, "app:"));
		store.execute("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
		Outcome outcome = Outcome.of("--json", asDoctor(cache), asDoctor(store));
		assertThat(outcome.exitCode()).isOne();
		assertThat(outcome.ids("WRONG")).containsExactly("store.eviction-policy");
	}

	@Test
	void takesPasswordsFromTheEnvironment() {
		addUser(AclRules.guard());
		Outcome outcome = Outcome.of(
				Map.of("REDISTIERS_CACHE_PASSWORD", "secret", "REDISTIERS_STORE_USERNAME", "doctor",
						"REDISTIERS_STORE_PASSWORD", "secret"),
				"", cache.address().replace("//", "//doctor:@"), store.address());
		assertThat(outcome.exitCode()).isZero();
		assertThat(outcome.out()).contains("What the guard could not know:");
	}

	@Test
	void takesPasswordsThatAreTyped() {
		addUser(AclRules.guard());
		Outcome outcome = Outcome.of(Map.of(), "secret\r\nsecret\n", "--ask-store-password", "--ask-cache-password",
				cache.address().replace("//", "//doctor:@"), store.address().replace("//", "//doctor:@"));
		assertThat(outcome.err()).isEmpty();
		assertThat(outcome.exitCode()).isZero();
	}

	@Test
	void takesTheAddressesOfAnApplication() {
		Outcome outcome = Outcome
			.of(Map.of("REDISTIERS_CACHE_URL", cache.address(), "REDISTIERS_STORE_URL", store.address()), "", "--json");
		assertThat(outcome.exitCode()).isZero();
		assertThat(outcome.json().get("tiers").size()).isEqualTo(2);
	}

	@Test
	void saysNothingButTheReportInAJvmOfItsOwn() throws Exception {
		addUser(AclRules.guard());
		store.execute("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
		Outcome outcome = Outcome.ofProcess(this.folder, Map.of("REDISTIERS_STORE_PASSWORD", "secret"), asDoctor(cache),
				store.address().replace("//", "//doctor:@"));
		assertThat(outcome.err()).isEmpty();
		assertThat(outcome.out()).startsWith("The cache tier: ").contains("store.eviction-policy  found allkeys-lru");
		assertThat(outcome.exitCode()).isOne();
	}

	private static void addUser(String... rules) {
		for (RedisServerExtension server : List.of(cache, store)) {
			String[] command = new String[rules.length + 5];
			System.arraycopy(new String[] { "ACL", "SETUSER", "doctor", "on", ">secret" }, 0, command, 0, 5);
			System.arraycopy(rules, 0, command, 5, rules.length);
			server.execute(command);
		}
	}

	private static String asDoctor(RedisServerExtension server) {
		return server.address().replace("//", "//doctor:secret@");
	}

	private static List<Object> state() {
		return List.of(String.valueOf(store.execute("CONFIG", "GET", "*")),
				String.valueOf(store.execute("ACL", "LIST")), String.valueOf(store.execute("DBSIZE")),
				String.valueOf(store.execute("INFO", "persistence"))
					.replaceAll("(?s).*(rdb_changes_since_last_save:\\d+).*", "$1"));
	}

	private static GuardReport report() {
		TierConnectionFactory cacheFactory = factory(TierRole.CACHE, cache);
		TierConnectionFactory storeFactory = factory(TierRole.STORE, store);
		try (Guard guard = new Guard(
				List.of(new RedisTier("cache", TierRole.CACHE, cacheFactory),
						new RedisTier("store", TierRole.STORE, storeFactory)),
				GuardChecks.ofServers(Clock.systemUTC()), GuardChecks.ofTiers(), GuardSettings.defaults())) {
			return guard.inspect();
		}
		finally {
			cacheFactory.destroy();
			storeFactory.destroy();
		}
	}

	private static TierConnectionFactory factory(TierRole role, RedisServerExtension server) {
		TierConnectionFactory factory = new TierConnectionFactory(TierSettings
			.builder((role == TierRole.CACHE) ? "cache" : "store", role,
					new RedisStandaloneConfiguration(server.host(), server.port()))
			.eager(false)
			.build());
		factory.start();
		return factory;
	}

}
