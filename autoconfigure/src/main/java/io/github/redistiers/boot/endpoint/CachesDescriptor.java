package io.github.redistiers.boot.endpoint;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/**
 * The caches in the endpoint's answer.
 *
 * @param bypassedFor how long this process still does without them, as ISO 8601; left out
 * if it uses them
 * @param caches each of them
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CachesDescriptor(@Nullable String bypassedFor, List<CacheDescriptor> caches) {

	/**
	 * A cache.
	 *
	 * @param name its name
	 * @param timeToLive the declared life, as ISO 8601
	 * @param timeToIdle how long an entry lives that is not read
	 * @param sizedByMemory whether lives are sized by the server's memory
	 * @param timeToLiveInForce how long an entry lives that is written now; where lives
	 * are sized, LRU's horizon
	 * @param evictedEarlier a sentence where the server evicts entries before the
	 * declared life ends
	 * @param bytesWrittenByAll what all processes of the application have written
	 * @param hits reads that found a value, in this process, as all below
	 * @param misses reads that found none
	 * @param puts values that were written
	 * @param droppedPuts values that were not
	 * @param evictions keys that were evicted
	 * @param owedEvictions evictions that did not reach the server at once
	 * @param replayedEvictions those of them that have reached it since
	 * @param bypassed calls that were not made
	 * @param unreadable values that could not be read
	 * @param failures calls that the server did not answer, or refused
	 * @param savedLoads misses that got what somebody else was loading
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	record CacheDescriptor(String name, String timeToLive, @Nullable String timeToIdle, boolean sizedByMemory,
			String timeToLiveInForce, @Nullable String evictedEarlier, long bytesWrittenByAll, long hits, long misses,
			long puts, long droppedPuts, long evictions, long owedEvictions, long replayedEvictions, long bypassed,
			long unreadable, long failures, long savedLoads) {
	}

}
