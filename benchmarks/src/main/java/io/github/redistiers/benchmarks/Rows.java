package io.github.redistiers.benchmarks;

import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What a run measures.
 */
enum Rows {

	CONNECTION((mode) -> new SharedConnectionRun(mode).table()),

	HITS((mode) -> new CacheRun(mode).table("hit")),

	PUTS((mode) -> new CacheRun(mode).table("put")),

	CACHES((mode) -> new ManyCachesRun(mode).table()),

	MEMORY((mode) -> new MemoryRun().table()),

	STAMPEDE((mode) -> new StampedeRun(mode).table()),

	CLEAR((mode) -> new ClearRun(mode).table()),

	INCREMENTS((mode) -> new StoreRun(mode).increments()),

	HOT_INCREMENTS((mode) -> new StoreRun(mode).hotIncrements()),

	RATE_LIMITS((mode) -> new StoreRun(mode).limits(), (mode) -> new StoreRun(mode).hotLimits(),
			(mode) -> new LimitMemoryRun().table()),

	STATES((mode) -> new StoreRun(mode).states()),

	RESERVATIONS((mode) -> new StoreRun(mode).reservations()),

	FLAGS((mode) -> new FlagRun(mode).reads(), (mode) -> new FlagRun(mode).changes()),

	SESSIONS((mode) -> new StoreRun(mode).sessions(), (mode) -> new SessionMemoryRun().table()),

	LOCKS((mode) -> new StoreRun(mode).locks(), (mode) -> new StoreRun(mode).contendedLock()),

	QUEUES((mode) -> new QueueRun(mode).batches(), (mode) -> new QueueRun(mode).singles(),
			(mode) -> new QueueIdleRun(mode).table(), (mode) -> new QueueRecoveryRun(mode).table(),
			(mode) -> new QueueBacklogRun(mode).table(), (mode) -> new QueueMemoryRun(mode).table()),

	DURABLE_INCREMENTS((mode) -> new DurableRun(mode).table()),

	STORE_KEYS((mode) -> new StoreKeysRun(mode).table()),

	GUARD((mode) -> new GuardRun(mode).table(), (mode) -> new WatchRun(mode).table(),
			(mode) -> new FailoverRun(mode).table()),

	STARTUP((mode) -> new StartupRun(mode).table());

	private final List<Measurement> measurements;

	Rows(Measurement... measurements) {
		this.measurements = List.of(measurements);
	}

	List<Measurement> measurements() {
		return this.measurements;
	}

	static Set<Rows> of(String... arguments) {
		String given = (arguments.length < 2) ? "ALL" : arguments[1].toUpperCase(Locale.ROOT).replace('-', '_');
		return given.equals("ALL") ? EnumSet.allOf(Rows.class) : EnumSet.of(valueOf(given));
	}

	/**
	 * Measures what becomes one table.
	 */
	interface Measurement {

		MarkdownTable table(Mode mode) throws Exception;

	}

}
