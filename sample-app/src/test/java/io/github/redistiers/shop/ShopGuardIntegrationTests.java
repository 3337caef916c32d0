package io.github.redistiers.shop;

import java.util.HashMap;
import java.util.Map;

import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.devservices.ServerGeneration;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * The shop refuses to start on servers that do not fit their roles, and says what to do;
 * as a user who may do everything, and as one who may do only what an application needs.
 * That the checks are right on each server generation is shown where they live.
 */
@ExtendWith(OutputCaptureExtension.class)
class ShopGuardIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension cache = RedisServerExtension.cache();

	@RegisterExtension
	static final RedisServerExtension store = RedisServerExtension.store();

	@BeforeEach
	void makeRestrictedUsers() {
		ServerGeneration generation = ServerGeneration.underTest().get(0);
		RestrictedUser.create(cache.get(), generation);
		RestrictedUser.create(store.get(), generation);
	}

	@ParameterizedTest
	@CsvSource(textBlock = """
			noeviction,      default
			noeviction,      restricted
			volatile-ttl,    default
			volatile-ttl,    restricted
			volatile-random, default
			volatile-random, restricted
			""")
	void refusesACacheThatDoesNotEvictWhatWasUsedLeast(String policy, String user, CapturedOutput output) {
		cache.execute("CONFIG", "SET", "maxmemory-policy", policy);
		assertRefuses(user, output, "The cache at " + cache.address(), "cache.eviction-policy", "found " + policy,
				"CONFIG SET maxmemory-policy allkeys-lru");
	}

	@ParameterizedTest
	@CsvSource({ "default", "restricted" })
	void refusesACacheWithoutALimit(String user, CapturedOutput output) {
		cache.execute("CONFIG", "SET", "maxmemory", "0");
		assertRefuses(user, output, "The cache at " + cache.address(), "cache.maxmemory", "found 0",
				"CONFIG SET maxmemory");
	}

	@ParameterizedTest
	@CsvSource({ "default", "restricted" })
	void refusesAStoreThatEvicts(String user, CapturedOutput output) {
		store.execute("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
		assertRefuses(user, output, "The store at " + store.address(), "store.eviction-policy",
				"found allkeys-lru, needs noeviction", "CONFIG SET maxmemory-policy noeviction");
	}

	@ParameterizedTest
	@CsvSource({ "default", "restricted" })
	void refusesAStoreWithoutAnAppendOnlyFile(String user, CapturedOutput output) {
		store.execute("CONFIG", "SET", "appendonly", "no");
		assertRefuses(user, output, "The store at " + store.address(), "store.aof", "CONFIG SET appendonly yes");
	}

	@Test
	void refusesAStoreThatLeavesTheWritingToTheKernel(CapturedOutput output) {
		store.execute("CONFIG", "SET", "appendfsync", "no");
		assertRefuses("default", output, "The store at " + store.address(), "store.fsync", "found appendfsync no",
				"CONFIG SET appendfsync everysec");
	}

	@Test
	void startsWhereTheUserMayNotSeeWhatIsWrongAndSaysWhichRightIsMissing() {
		store.execute("CONFIG", "SET", "appendfsync", "no");
		try (RunningShop shop = RunningShop.start(addresses("restricted"))) {
			assertThat(shop.visitor().open("/").ok().body()).contains("class=\"unknown\"", "store.fsync",
					"+config|get");
		}
	}

	@ParameterizedTest
	@CsvSource({ "default", "restricted" })
	void refusesAStoreThatIsAReplica(String user, CapturedOutput output) {
		try (RedisServer primary = RedisServer.builder().generation(ServerGeneration.underTest().get(0)).start()) {
			store.execute("REPLICAOF", primary.host(), String.valueOf(primary.port()));
			assertRefuses(user, output, "The store at " + store.address(), "store.primary");
		}
	}

	@ParameterizedTest
	@CsvSource({ "default", "restricted" })
	void refusesOneServerForBothTiers(String user, CapturedOutput output) {
		Map<String, String> properties = addresses(user);
		properties.put("redis-tiers.cache.url", address(store, user).replace("127.0.0.1", "localhost") + "/5");
		assertRefuses(properties, output, "tiers.same-server");
	}

	@ParameterizedTest
	@CsvSource({ "default", "restricted" })
	void refusesACacheThatIsACopyOfTheStore(String user, CapturedOutput output) {
		cache.execute("REPLICAOF", store.host(), String.valueOf(store.port()));
		Awaitility.await()
			.until(() -> String.valueOf(cache.execute("INFO", "replication")).contains("master_link_status:up"));
		assertRefuses(user, output, "tiers.replicated");
	}

	@Test
	void startsOnAWrongServerWhenTheOperatorSaysSo(CapturedOutput output) {
		store.execute("CONFIG", "SET", "maxmemory-policy", "allkeys-lru");
		Map<String, String> properties = addresses("default");
		properties.put("redis-tiers.guard.mode", "warn");
		try (RunningShop shop = RunningShop.start(properties)) {
			assertThat(shop.visitor().open("/").ok().body()).contains("class=\"wrong\"");
		}
		assertThat(output).contains("store.eviction-policy", "found allkeys-lru");
	}

	@Test
	void startsWithoutAWarningOnTheDocumentedConfigurations(CapturedOutput output) {
		try (RunningShop shop = RunningShop.start(addresses("default"))) {
			assertThat(shop.visitor().open("/").ok().body()).contains("every server fits its role")
				.doesNotContain("class=\"wrong\"", "class=\"unknown\"");
		}
		assertThat(output.getAll().lines()).noneMatch((line) -> line.contains(" WARN ") || line.contains(" ERROR "));
	}

	private static void assertRefuses(String user, CapturedOutput output, String... words) {
		assertRefuses(addresses(user), output, words);
	}

	private static void assertRefuses(Map<String, String> properties, CapturedOutput output, String... words) {
		assertThatException().isThrownBy(() -> RunningShop.start(properties).close());
		assertThat(output).contains("APPLICATION FAILED TO START")
			.contains(words)
			.contains("REDISTIERS_GUARD_MODE=warn")
			.doesNotContain("Tomcat started on port", "\tat ", RestrictedUser.PASSWORD);
	}

	private static Map<String, String> addresses(String user) {
		Map<String, String> properties = new HashMap<>();
		properties.put("redis-tiers.cache.url", address(cache, user));
		properties.put("redis-tiers.store.url", address(store, user));
		return properties;
	}

	private static String address(RedisServerExtension server, String user) {
		return user.equals("default") ? server.address() : RestrictedUser.address(server.get());
	}

}
