package io.github.redistiers.autoconfigure.observe;

import java.util.function.Consumer;

import io.github.redistiers.devservices.RedisServer;

import org.springframework.boot.health.contributor.Status;

/**
 * What somebody does to a store that works, or what happens to it, and what mends it.
 */
enum Drift {

	EVICTION_POLICY("store.eviction-policy", Status.OUT_OF_SERVICE, set("maxmemory-policy", "allkeys-lru"),
			set("maxmemory-policy", "noeviction")),

	NO_AOF("store.aof", Status.OUT_OF_SERVICE, set("appendonly", "no"), set("appendonly", "yes")),

	NO_FSYNC("store.fsync", Status.OUT_OF_SERVICE, set("appendfsync", "no"), set("appendfsync", "everysec")),

	NO_LIMIT("store.maxmemory", Status.UP, set("maxmemory", "0"), set("maxmemory", "512mb")),

	NO_PASSWORD("store.authentication", Status.UP, Drift::open,
			(store) -> store.execute("CONFIG", "SET", "requirepass", StoreUser.PASSWORD)),

	EVICTIONS("store.evicted-keys", Status.UP, Drift::evict, (store) -> store.execute("CONFIG", "RESETSTAT")),

	FULL("store.headroom", Status.OUT_OF_SERVICE, RedisServer::fillToMaxmemory, RedisServer::makeSpace),

	REPLICA("store.primary", Status.OUT_OF_SERVICE, RedisServer::makeReadOnly, RedisServer::makePrimary);

	private final String finding;

	private final Status status;

	private final Consumer<RedisServer> cause;

	private final Consumer<RedisServer> remedy;

	Drift(String finding, Status status, Consumer<RedisServer> cause, Consumer<RedisServer> remedy) {
		this.finding = finding;
		this.status = status;
		this.cause = cause;
		this.remedy = remedy;
	}

	/**
	 * The id of the finding that tells of it.
	 */
	String finding() {
		return this.finding;
	}

	/**
	 * The store's health meanwhile.
	 */
	Status status() {
		return this.status;
	}

	/**
	 * INFO tells of all but one.
	 */
	boolean isSeenBy(StoreUser user) {
		return this != NO_FSYNC || user.maySeeSettings();
	}

	void happenTo(RedisServer store) {
		this.cause.accept(store);
	}

	void endOn(RedisServer store) {
		this.remedy.accept(store);
	}

	private static Consumer<RedisServer> set(String name, String value) {
		return (store) -> store.execute("CONFIG", "SET", name, value);
	}

	/**
	 * Anybody gets in, also where there was no default user.
	 */
	private static void open(RedisServer store) {
		store.execute("CONFIG", "SET", "requirepass", "");
		store.execute("ACL", "SETUSER", "default", "on");
	}

	/**
	 * Keys are gone, although all settings are right again.
	 */
	private static void evict(RedisServer store) {
		store.execute("SET", "shop:brief", "1", "EX", "3600");
		store.execute("CONFIG", "SET", "maxmemory-policy", "volatile-random");
		store.execute("CONFIG", "SET", "maxmemory", "1");
		// which the next write of the application does
		WatchfulApplication
			.eventually(() -> !String.valueOf(store.execute("INFO", "stats")).contains("evicted_keys:0\r"));
		store.execute("CONFIG", "SET", "maxmemory-policy", "noeviction");
		store.execute("CONFIG", "SET", "maxmemory", "512mb");
	}

}
