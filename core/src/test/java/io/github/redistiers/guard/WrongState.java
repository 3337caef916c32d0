package io.github.redistiers.guard;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

import io.github.redistiers.TierRole;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.RedisServerBuilder;

import io.github.redistiers.devservices.ServerGeneration;
import org.awaitility.Awaitility;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Each way in which a single server can be wrong, as it is on a real one.
 */
enum WrongState {

	CACHE_REFUSES_WHEN_FULL("cache.eviction-policy", Severity.ERROR, "noeviction",
			cache((it) -> it.setting("maxmemory-policy", "noeviction"))),

	CACHE_DROPS_WHAT_EXPIRES_NEXT("cache.eviction-policy", Severity.ERROR, "volatile-ttl",
			cache((it) -> it.setting("maxmemory-policy", "volatile-ttl"))),

	CACHE_DROPS_AT_RANDOM("cache.eviction-policy", Severity.ERROR, "volatile-random",
			cache((it) -> it.setting("maxmemory-policy", "volatile-random"))),

	CACHE_EVICTS_ONLY_WHAT_EXPIRES("cache.eviction-policy", Severity.WARNING, "volatile-lru",
			cache((it) -> it.setting("maxmemory-policy", "volatile-lru"))),

	CACHE_EVICTS_ONLY_WHAT_EXPIRES_BY_FREQUENCY("cache.eviction-policy", Severity.WARNING, "volatile-lfu",
			cache((it) -> it.setting("maxmemory-policy", "volatile-lfu"))),

	CACHE_WITHOUT_LIMIT("cache.maxmemory", Severity.ERROR, "0", cache((it) -> it.setting("maxmemory", "0"))),

	CACHE_WITH_SNAPSHOTS("cache.persistence", Severity.WARNING, "save points 3600 1",
			cache((it) -> it.setting("save", "3600", "1"))),

	CACHE_WITH_AOF("cache.persistence", Severity.WARNING, "the AOF on",
			cache((it) -> it.setting("appendonly", "yes").setting("save", "3600", "1"))),

	STORE_EVICTS("store.eviction-policy", Severity.ERROR, "allkeys-lru",
			store((it) -> it.setting("maxmemory-policy", "allkeys-lru"))),

	STORE_EVICTS_WHAT_EXPIRES("store.eviction-policy", Severity.ERROR, "volatile-lru",
			store((it) -> it.setting("maxmemory-policy", "volatile-lru"))),

	STORE_EVICTS_AND_IS_FULL("store.eviction-policy", Severity.ERROR, "allkeys-lru",
			store((it) -> it.setting("maxmemory-policy", "allkeys-lru")), (scene) -> fill(scene.store())),

	STORE_WITHOUT_AOF("store.aof", Severity.ERROR, "the AOF off", store((it) -> it.setting("appendonly", "no"))),

	STORE_WITHOUT_ANY_PERSISTENCE("store.aof", Severity.ERROR, "the AOF off",
			store((it) -> it.setting("appendonly", "no").setting("save", ""))),

	STORE_STILL_WRITES_ITS_FIRST_AOF("store.aof-rewrite", Severity.WARNING, "the AOF's first rewrite unfinished",
			store((it) -> it.setting("appendonly", "no").setting("rdb-key-save-delay", "5000")),
			(scene) -> scene.store().execute("CONFIG", "SET", "appendonly", "yes")),

	STORE_NEVER_SYNCS("store.fsync", Severity.ERROR, "appendfsync no", store((it) -> it.setting("appendfsync", "no"))),

	STORE_COULD_NOT_SAVE("store.persistence-health", Severity.ERROR, "rdb_last_bgsave_status:err",
			store(UnaryOperator.identity()), WrongState::failToSave),

	STORE_WITHOUT_LIMIT("store.maxmemory", Severity.WARNING, "0", store((it) -> it.setting("maxmemory", "0"))),

	STORE_NEARLY_FULL("store.headroom", Severity.WARNING, " in use", store(UnaryOperator.identity()),
			(scene) -> fill(scene.store())),

	STORE_WITHOUT_SNAPSHOTS("store.snapshots", Severity.INFO, "no save points", store((it) -> it.setting("save", ""))),

	STORE_HAS_EVICTED("store.evicted-keys", Severity.WARNING, " keys evicted since ",
			store((it) -> it.setting("maxmemory-policy", "volatile-random")), (scene) -> evict(scene.store())),

	STORE_MAY_BE_FLUSHED("store.flush-allowed", Severity.WARNING, "FLUSHALL and FLUSHDB allowed to this user",
			store(UnaryOperator.identity()), (scene) -> scene.store().execute("ACL", "SETUSER", "default", "+@all")),

	STORE_MAY_BE_FLUSHED_PARTLY("store.flush-allowed", Severity.WARNING, "FLUSHDB allowed to this user",
			store(UnaryOperator.identity()), (scene) -> scene.store().execute("ACL", "SETUSER", "default", "+flushdb")),

	STORE_TELLS_NO_EVENTS("store.keyspace-events", Severity.WARNING, "no events", store(UnaryOperator.identity())),

	CACHE_HAS_MANY_CLIENTS("cache.clients", Severity.WARNING, " of 12 clients connected",
			cache((it) -> it.setting("maxclients", "12")), (scene) -> scene.connect(scene.cache(), 10)),

	STORE_HAS_MANY_CLIENTS("store.clients", Severity.WARNING, " of 12 clients connected",
			store((it) -> it.setting("maxclients", "12")), (scene) -> scene.connect(scene.store(), 10)),

	CACHE_RAN_A_SLOW_SCRIPT("cache.slow-scripts", Severity.WARNING, "EVAL that took ", cache(UnaryOperator.identity()),
			(scene) -> runForLong(scene.cache())),

	STORE_RAN_A_SLOW_SCRIPT("store.slow-scripts", Severity.WARNING, "EVAL that took ", store(UnaryOperator.identity()),
			(scene) -> runForLong(scene.store())),

	STORE_TELLS_OTHER_EVENTS("store.keyspace-events", Severity.WARNING, "K",
			store((it) -> it.setting("notify-keyspace-events", "K$")));

	private static final int KEYS = 200;

	private final String id;

	private final Severity severity;

	private final String found;

	private final Servers servers;

	private final Consumer<Scene> afterwards;

	WrongState(String id, Severity severity, String found, Servers servers) {
		this(id, severity, found, servers, (scene) -> {
		});
	}

	WrongState(String id, Severity severity, String found, Servers servers, Consumer<Scene> afterwards) {
		this.id = id;
		this.severity = severity;
		this.found = found;
		this.servers = servers;
		this.afterwards = afterwards;
	}

	TierRole role() {
		return this.id.startsWith("cache.") ? TierRole.CACHE : TierRole.STORE;
	}

	String id() {
		return this.id;
	}

	Severity severity() {
		return this.severity;
	}

	String found() {
		return this.found;
	}

	/**
	 * Starts the server, with 200 entries.
	 */
	Scene begin(ServerGeneration generation) {
		Scene scene = new Scene(generation, this.servers.cache, this.servers.store);
		try {
			write(scene.server(role()));
			this.afterwards.accept(scene);
			return scene;
		}
		catch (RuntimeException | Error ex) {
			scene.close();
			throw ex;
		}
	}

	static void write(RedisServer server) {
		List<String> command = new ArrayList<>(List.of("MSET"));
		for (int i = 0; i < KEYS; i++) {
			command.add("key:" + i);
			command.add("value:" + i);
		}
		server.execute(command.toArray(String[]::new));
	}

	static void assertUnharmed(RedisServer server) {
		List<String> command = new ArrayList<>(List.of("MGET"));
		List<String> values = new ArrayList<>();
		for (int i = 0; i < KEYS; i++) {
			command.add("key:" + i);
			values.add("value:" + i);
		}
		assertThat(server.execute(command.toArray(String[]::new))).isEqualTo(values);
	}

	private static void fill(RedisServer server) {
		for (int i = 0; i < 100; i++) {
			server.execute("SET", "big:" + i, "x".repeat(100_000));
		}
		awaitDisk(server);
		server.execute("CONFIG", "SET", "maxmemory", String.valueOf(info(server, "used_memory") * 100 / 93));
	}

	/**
	 * What waits for the disk is in {@code used_memory}, and goes by itself.
	 */
	private static void awaitDisk(RedisServer server) {
		Awaitility.await().until(() -> info(server, "mem_not_counted_for_evict") < 100_000);
	}

	static void evict(RedisServer server) {
		for (int i = 0; i < 20; i++) {
			server.execute("SET", "big:" + i, "x".repeat(100_000), "EX", "3600");
		}
		awaitDisk(server);
		server.execute("CONFIG", "SET", "maxmemory", String.valueOf(info(server, "used_memory") - 300_000));
		Awaitility.await().until(() -> info(server, "evicted_keys") > 0);
		server.execute("CONFIG", "SET", "maxmemory-policy", "noeviction");
		server.execute("CONFIG", "SET", "maxmemory", "512mb");
	}

	private static void runForLong(RedisServer server) {
		server.execute("EVAL", "local s = redis.call('TIME') repeat local n = redis.call('TIME')"
				+ " until (n[1] - s[1]) * 1000000 + n[2] - s[2] > 150000 return ARGV[1]", "0", "secret");
	}

	private static void failToSave(Scene scene) {
		try {
			Files.deleteIfExists(scene.store().dataDirectory().resolve("dump.rdb"));
			Files.createDirectories(scene.store().dataDirectory().resolve("dump.rdb/in-the-way"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		scene.store().execute("BGSAVE");
		Awaitility.await()
			.atMost(Duration.ofSeconds(20))
			.until(() -> String.valueOf(scene.store().execute("INFO")).contains("rdb_last_bgsave_status:err"));
	}

	static long info(RedisServer server, String field) {
		return ServerInfo.parse(String.valueOf(server.execute("INFO"))).number(field);
	}

	private static Servers cache(UnaryOperator<RedisServerBuilder> settings) {
		return new Servers(settings, UnaryOperator.identity());
	}

	private static Servers store(UnaryOperator<RedisServerBuilder> settings) {
		return new Servers(UnaryOperator.identity(), settings);
	}

	private record Servers(UnaryOperator<RedisServerBuilder> cache, UnaryOperator<RedisServerBuilder> store) {

	}

}
