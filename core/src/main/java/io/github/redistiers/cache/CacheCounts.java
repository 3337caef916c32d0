package io.github.redistiers.cache;

import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;

/**
 * Counts what a cache does.
 */
class CacheCounts {

	final LongAdder hits = new LongAdder();

	final LongAdder misses = new LongAdder();

	final LongAdder puts = new LongAdder();

	final LongAdder droppedPuts = new LongAdder();

	final LongAdder evictions = new LongAdder();

	final LongAdder owedEvictions = new LongAdder();

	final LongAdder replayedEvictions = new LongAdder();

	final LongAdder bypassed = new LongAdder();

	final LongAdder unreadable = new LongAdder();

	final LongAdder failures = new LongAdder();

	final LongAdder savedLoads = new LongAdder();

	CacheStatistics snapshot(Duration timeToLive) {
		return new CacheStatistics(this.hits.sum(), this.misses.sum(), this.puts.sum(), this.droppedPuts.sum(),
				this.evictions.sum(), this.owedEvictions.sum(), this.replayedEvictions.sum(), this.bypassed.sum(),
				this.unreadable.sum(), this.failures.sum(), this.savedLoads.sum(), timeToLive);
	}

}
