package io.github.redistiers.observe;

/**
 * The names of all meters that this library adds. A cache's stand beside those that
 * Spring Boot has for any cache ({@code cache.gets}, {@code cache.puts},
 * {@code cache.evictions}) and have the same tags. Those of sessions have none; those of
 * queues have the tag {@code queue}.
 *
 * @since 0.1.0
 */
public enum TierMeter {

	/** As Spring Boot calls it for Spring Data's caches. */
	CACHE_REMOVALS("cache.removals", "Keys that were evicted by this application"),

	/** Evictions that Redis missed at first. */
	CACHE_REMOVALS_OWED("cache.removals.owed", "Evictions that did not reach the server when they were made"),

	/** Evictions that Redis made later. */
	CACHE_REMOVALS_REPLAYED("cache.removals.replayed", "Owed evictions that have reached the server since"),

	/** Puts without effect. */
	CACHE_PUTS_DROPPED("cache.puts.dropped", "Values that the server did not take, or was not asked to"),

	/** Calls that were spared. */
	CACHE_BYPASSED("cache.bypassed", "Calls that were not made because the server was known to be away"),

	/** Values that are no use. */
	CACHE_UNREADABLE("cache.unreadable", "Values that were found and could not be read"),

	/** Calls that failed. */
	CACHE_FAILURES("cache.failures", "Calls that the server did not answer, or refused"),

	/** The use of loading once. */
	CACHE_LOADS_SAVED("cache.loads.saved", "Misses that got what somebody else was loading already"),

	/** In seconds. */
	CACHE_TIME_TO_LIVE("cache.time.to.live", "How long an entry that is written now lives"),

	/** Users who were signed out without a word, beyond what expired sessions explain. */
	SESSIONS_UNKNOWN("store.sessions.unknown", "Requests whose session id the store did not know"),

	/** New sessions instead of errors. */
	SESSIONS_UNREADABLE("store.sessions.unreadable", "Sessions that were found and could not be read"),

	/** What would have brought a session back. */
	SESSIONS_DROPPED("store.sessions.dropped", "Changes of sessions that had been deleted meanwhile"),

	/** By this process's sweep. */
	SESSIONS_EXPIRED("store.sessions.expired", "Sessions that had ended and were removed"),

	/** The course of a change of layouts. */
	SESSIONS_MOVED("store.sessions.moved", "Sessions that went from one layout to the other"),

	/** What holds a change of layouts up. */
	SESSIONS_KEPT("store.sessions.kept", "Saves of sessions that stay in their layout for one of their attributes"),

	/** By state: ready, delayed, leased or dead. */
	QUEUE_JOBS("store.queue.jobs", "Jobs that a queue holds"),

	/** In seconds; grows while nobody comes to the jobs. */
	QUEUE_OLDEST("store.queue.oldest", "How long the oldest job that is ready has been known"),

	/** In seconds. */
	QUEUE_WAITS("store.queue.waits", "How long jobs had been known when a listener got them, delays included"),

	/** 1 for the first. */
	QUEUE_ATTEMPTS("store.queue.attempts", "Which attempts the jobs were at that a listener got"),

	/** Not for good. */
	QUEUE_RETRIED("store.queue.retried", "Jobs that have failed and are tried again"),

	/** For good. */
	QUEUE_DIED("store.queue.died", "Jobs that listeners have sent to the dead letters"),

	/** What at-least-once costs. */
	QUEUE_LOST_LEASES("store.queue.lost.leases", "Jobs that may have been handled twice, or ran for too long"),

	/** An observation: a timer, and a span where there is tracing. */
	QUEUE_ENQUEUE("store.queue.enqueue", "Calls that add jobs"),

	/** An observation: a timer, and a span where there is tracing. */
	QUEUE_HANDLE("store.queue.handle", "Calls of listeners");

	private final String meterName;

	private final String description;

	TierMeter(String meterName, String description) {
		this.meterName = meterName;
		this.description = description;
	}

	/**
	 * The name that a registry knows it by.
	 * @return such as {@code cache.puts.dropped}
	 */
	public String meterName() {
		return this.meterName;
	}

	/**
	 * What it means.
	 * @return a sentence without a full stop
	 */
	public String description() {
		return this.description;
	}

}
