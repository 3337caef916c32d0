package io.github.redistiers.cache;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * One cache as this process knows it. Nothing is asked of the server for it.
 *
 * @param name the cache's name
 * @param timeToLive the declared time to live, from which a life that is sized by the
 * memory begins
 * @param timeToIdle how long an entry lives that is not read, or {@code null} if reads do
 * not extend its life
 * @param isSized whether lives are sized by the server's memory:
 * {@link CacheStatistics#timeToLive()} is then what is left of LRU's horizon
 * @param fictitiousLife why the declared life is fiction, since the server evicts entries
 * earlier; {@code null} if it is not
 * @param bytesWritten what all processes of the application have written, in bytes of
 * memory, for as long as any of them was there; 0 until it is known
 * @param statistics what the cache has done in this process
 * @since 0.1.0
 */
public record CacheReport(String name, Duration timeToLive, @Nullable Duration timeToIdle, boolean isSized,
		@Nullable String fictitiousLife, long bytesWritten, CacheStatistics statistics) {

}
