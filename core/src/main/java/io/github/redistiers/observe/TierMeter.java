package io.github.redistiers.observe;

import java.util.ArrayList;
import java.util.List;

/**
 * All meters that this library adds, with their units and tags. A cache's stand beside
 * those that Spring Boot has for any cache ({@code cache.gets}, {@code cache.puts},
 * {@code cache.evictions}) and have the same tags. The tables of the documentation are
 * made of this.
 *
 * @since 0.1.0
 */
public enum TierMeter {

	/** As Spring Boot calls it for Spring Data's caches. */
	CACHE_REMOVALS(Group.CACHE, "cache.removals", Unit.NONE, "Keys that were evicted by this application"),

	/** Evictions that Redis missed at first. */
	CACHE_REMOVALS_OWED(Group.CACHE, "cache.removals.owed", Unit.NONE,
			"Evictions that did not reach the server when they were made"),

	/** Evictions that Redis made later. */
	CACHE_REMOVALS_REPLAYED(Group.CACHE, "cache.removals.replayed", Unit.NONE,
			"Owed evictions that have reached the server since"),

	/** Puts without effect. */
	CACHE_PUTS_DROPPED(Group.CACHE, "cache.puts.dropped", Unit.NONE,
			"Values that the server did not take, or was not asked to"),

	/** Calls that were spared. */
	CACHE_BYPASSED(Group.CACHE, "cache.bypassed", Unit.NONE,
			"Calls that were not made because the server was known to be away"),

	/** Values that are no use. */
	CACHE_UNREADABLE(Group.CACHE, "cache.unreadable", Unit.NONE, "Values that were found and could not be read"),

	/** Calls that failed. */
	CACHE_FAILURES(Group.CACHE, "cache.failures", Unit.NONE, "Calls that the server did not answer, or refused"),

	/** The use of loading once. */
	CACHE_LOADS_SAVED(Group.CACHE, "cache.loads.saved", Unit.NONE,
			"Misses that got what somebody else was loading already"),

	/** In seconds. */
	CACHE_TIME_TO_LIVE(Group.CACHE, "cache.time.to.live", Unit.SECONDS, "How long an entry that is written now lives"),

	/** Users who were signed out without a word, beyond what expired sessions explain. */
	SESSIONS_UNKNOWN(Group.SESSIONS, "store.sessions.unknown", Unit.NONE,
			"Requests whose session id the store did not know"),

	/** New sessions instead of errors. */
	SESSIONS_UNREADABLE(Group.SESSIONS, "store.sessions.unreadable", Unit.NONE,
			"Sessions that were found and could not be read"),

	/** What would have brought a session back. */
	SESSIONS_DROPPED(Group.SESSIONS, "store.sessions.dropped", Unit.NONE,
			"Changes of sessions that had been deleted meanwhile"),

	/** By this process's sweep. */
	SESSIONS_EXPIRED(Group.SESSIONS, "store.sessions.expired", Unit.NONE, "Sessions that had ended and were removed"),

	/** The course of a change of layouts. */
	SESSIONS_MOVED(Group.SESSIONS, "store.sessions.moved", Unit.NONE,
			"Sessions that went from one layout to the other"),

	/** What holds a change of layouts up. */
	SESSIONS_KEPT(Group.SESSIONS, "store.sessions.kept", Unit.NONE,
			"Saves of sessions that stay in their layout for one of their attributes"),

	/** By state: ready, delayed, leased or dead. */
	QUEUE_JOBS(Group.QUEUES, "store.queue.jobs", Unit.NONE, "Jobs that a queue holds", "state"),

	/** In seconds; grows while nobody comes to the jobs. */
	QUEUE_OLDEST(Group.QUEUES, "store.queue.oldest", Unit.SECONDS,
			"How long the oldest job that is ready has been known"),

	/** In seconds. */
	QUEUE_WAITS(Group.QUEUES, "store.queue.waits", Unit.SECONDS,
			"How long jobs had been known when a listener got them, delays included"),

	/** 1 for the first. */
	QUEUE_ATTEMPTS(Group.QUEUES, "store.queue.attempts", Unit.NONE,
			"Which attempts the jobs were at that a listener got"),

	/** Not for good. */
	QUEUE_RETRIED(Group.QUEUES, "store.queue.retried", Unit.NONE, "Jobs that have failed and are tried again"),

	/** For good. */
	QUEUE_DIED(Group.QUEUES, "store.queue.died", Unit.NONE, "Jobs that listeners have sent to the dead letters"),

	/** What at-least-once costs. */
	QUEUE_LOST_LEASES(Group.QUEUES, "store.queue.lost.leases", Unit.NONE,
			"Jobs that may have been handled twice, or ran for too long"),

	/** An observation: a timer, and a span where there is tracing. */
	QUEUE_ENQUEUE(Group.QUEUES, "store.queue.enqueue", Unit.SECONDS, "Calls that add jobs", "error"),

	/** An observation: a timer, and a span where there is tracing. */
	QUEUE_HANDLE(Group.QUEUES, "store.queue.handle", Unit.SECONDS, "Calls of listeners", "error"),

	/** Of a server that was not, nothing else is told. */
	SERVER_REACHED(Group.SERVER, "redis.tiers.server.reached", Unit.NONE,
			"Whether the guard reached the server the last time: 1 or 0"),

	/** From INFO, used_memory. */
	MEMORY_USED(Group.SERVER, "redis.tiers.memory.used", Unit.BYTES, "Memory that the server uses"),

	/** From INFO, maxmemory. */
	MEMORY_MAX(Group.SERVER, "redis.tiers.memory.max", Unit.BYTES, "Memory that the server may use; 0 for no limit"),

	/**
	 * What is to be watched on a store. Buffers that the server does not count are left
	 * out.
	 */
	MEMORY_HEADROOM(Group.SERVER, "redis.tiers.memory.headroom", Unit.RATIO,
			"Share of the memory that is free; not a number without a limit"),

	/** A loss, on a store. */
	KEYS_EVICTED(Group.SERVER, "redis.tiers.keys.evicted", Unit.NONE, "Keys that the server evicted to make room"),

	/** From INFO, expired_keys. */
	KEYS_EXPIRED(Group.SERVER, "redis.tiers.keys.expired", Unit.NONE, "Keys whose time to live was over"),

	/** Of all clients of the server. */
	LOOKUPS(Group.SERVER, "redis.tiers.lookups", Unit.NONE,
			"Keys that were looked up, by everybody: result is hit or miss", "result"),

	/** From INFO, connected_clients. */
	CLIENTS(Group.SERVER, "redis.tiers.clients", Unit.NONE, "Clients that are connected"),

	/** Not told by each server. */
	CLIENTS_MAX(Group.SERVER, "redis.tiers.clients.max", Unit.NONE, "Clients that may be connected"),

	/** From INFO, rejected_connections. */
	CLIENTS_REJECTED(Group.SERVER, "redis.tiers.clients.rejected", Unit.NONE,
			"Connections that were refused because there were too many"),

	/** From INFO, aof_pending_bio_fsync. */
	FSYNC_PENDING(Group.SERVER, "redis.tiers.fsync.pending", Unit.NONE, "Fsyncs that are under way or wait"),

	/** From INFO, aof_delayed_fsync. */
	FSYNC_DELAYED(Group.SERVER, "redis.tiers.fsync.delayed", Unit.NONE, "Fsyncs that writes had to wait for"),

	/** From INFO, connected_slaves. */
	REPLICAS(Group.SERVER, "redis.tiers.replicas", Unit.NONE, "Replicas that are connected"),

	/** What a failover now would lose. */
	REPLICATION_BEHIND(Group.SERVER, "redis.tiers.replication.behind", Unit.BYTES,
			"By how much the last of the replicas is behind"),

	/** Of a primary with replicas. */
	REPLICATION_SILENCE(Group.SERVER, "redis.tiers.replication.silence", Unit.SECONDS,
			"How long ago the last of the replicas was heard of"),

	/** From INFO, rdb_last_save_time. */
	SNAPSHOT_AGE(Group.SERVER, "redis.tiers.snapshot.age", Unit.SECONDS,
			"How long ago the last snapshot was made, or the server started"),

	/** From INFO, rdb_changes_since_last_save. */
	SNAPSHOT_CHANGES(Group.SERVER, "redis.tiers.snapshot.changes", Unit.NONE, "Changes since the last snapshot"),

	/** From INFO, the three status fields. */
	PERSISTENCE(Group.SERVER, "redis.tiers.persistence", Unit.NONE,
			"Whether the last attempt worked: 1 or 0; attempt is aof, rewrite or snapshot", "attempt"),

	/** Of all connections of this process. */
	PENDING_COMMANDS(Group.CLIENT, "redis.tiers.commands.pending", Unit.NONE,
			"Commands that were sent and wait for their answers"),

	/** Of this process. */
	RECONNECTS(Group.CLIENT, "redis.tiers.reconnects", Unit.NONE, "Connections that were lost and are back"),

	/** One for each primary. */
	BREAKERS_OPEN(Group.CLIENT, "redis.tiers.breakers.open", Unit.NONE,
			"Circuit breakers that are open: servers that are not asked"),

	/** Time-outs are OutcomeUnknownException. */
	STORE_FAILURES(Group.CLIENT, "redis.tiers.failures", Unit.NONE,
			"Calls of the store that failed, by exception and by what is known of the change: applied is no, unknown or yes",
			"exception", "applied"),

	/** One for each finding on each server. */
	VERDICT(Group.GUARD, "redis.tiers.guard.verdict", Unit.NONE,
			"What the guard found: 1 is right, 0 unknown, -1 wrong", "finding"),

	/** Since this process started. */
	CHANGES(Group.GUARD, "redis.tiers.guard.changes", Unit.NONE, "Changes of verdict that the guard has told",
			"finding", "verdict");

	private final Group group;

	private final String meterName;

	private final Unit unit;

	private final String description;

	private final List<String> ownTags;

	TierMeter(Group group, String meterName, Unit unit, String description, String... ownTags) {
		this.group = group;
		this.meterName = meterName;
		this.unit = unit;
		this.description = description;
		this.ownTags = List.of(ownTags);
	}

	/**
	 * What it is about.
	 * @return the group, whose meters have some tags in common
	 */
	public Group group() {
		return this.group;
	}

	/**
	 * The name that a registry knows it by.
	 * @return such as {@code cache.puts.dropped}
	 */
	public String meterName() {
		return this.meterName;
	}

	/**
	 * What it is measured in.
	 * @return the unit
	 */
	public Unit unit() {
		return this.unit;
	}

	/**
	 * What it means.
	 * @return a sentence without a full stop
	 */
	public String description() {
		return this.description;
	}

	/**
	 * The names of its tags.
	 * @return those of its group, then its own
	 */
	public List<String> tags() {
		List<String> tags = new ArrayList<>(this.group.tags);
		tags.addAll(this.ownTags);
		return tags;
	}

	/**
	 * What meters are about.
	 */
	public enum Group {

		/** Caches of the cache tier, as this process sees them. */
		CACHE("name", "cache", "cache.manager"),

		/** HTTP sessions on the store tier. */
		SESSIONS,

		/** Job queues on the store tier. */
		QUEUES("queue"),

		/** Servers, as they tell of themselves. */
		SERVER("tier", "node"),

		/** The connections of this process. */
		CLIENT("tier"),

		/** Findings. */
		GUARD("tier", "node");

		private final List<String> tags;

		Group(String... tags) {
			this.tags = List.of(tags);
		}

	}

	/**
	 * What meters are measured in.
	 */
	public enum Unit {

		/** A number of things. */
		NONE(""),

		/** Bytes. */
		BYTES("bytes"),

		/** Seconds. */
		SECONDS("seconds"),

		/** From 0 to 1. */
		RATIO("ratio");

		private final String baseUnit;

		Unit(String baseUnit) {
			this.baseUnit = baseUnit;
		}

		/**
		 * The name of the unit.
		 * @return such as {@code bytes}; empty for none
		 */
		public String baseUnit() {
			return this.baseUnit;
		}

	}

}
