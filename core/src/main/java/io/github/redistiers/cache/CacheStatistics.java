package io.github.redistiers.cache;

import java.time.Duration;

/**
 * What one cache has done in this process since it was made.
 *
 * @param hits reads that found a value
 * @param misses reads that found none, for whatever reason
 * @param puts values that were written
 * @param droppedPuts values that the server did not take, or was not asked to
 * @param evictions keys that were evicted
 * @param owedEvictions evictions that did not reach the server when they were made; one
 * of the whole cache counts once
 * @param replayedEvictions owed evictions that have reached the server since; where they
 * were so many that the whole cache was evicted, that counts once
 * @param bypassed calls that were not made because the server was known to be away, or
 * because an operator has the caches bypassed
 * @param unreadable values that were found and could not be read
 * @param failures calls that the server did not answer, or refused
 * @param savedLoads misses that got what somebody else was loading already
 * @param timeToLive how long an entry that is written now lives
 * @since 0.1.0
 */
public record CacheStatistics(long hits, long misses, long puts, long droppedPuts, long evictions, long owedEvictions,
		long replayedEvictions, long bypassed, long unreadable, long failures, long savedLoads, Duration timeToLive) {

}
