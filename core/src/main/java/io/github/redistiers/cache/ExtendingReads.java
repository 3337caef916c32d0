package io.github.redistiers.cache;

import java.util.concurrent.atomic.LongAdder;

import io.github.redistiers.breaker.BypassedException;
import io.github.redistiers.cache.EntryLife.Lived;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

/**
 * Lets reads extend the lives of one cache's entries. A read stays a plain GET; at most
 * once in a quarter of the idle time, and in this process, PEXPIREAT follows it, and
 * nobody waits for that. (GETEX would be a write for each read, and be told to whoever
 * tracks the key.)
 */
final class ExtendingReads {

	/**
	 * What an entry takes beside its value: the key, and what the server keeps for it.
	 */
	private static final int OVERHEAD = 200;

	private final EntryLife life;

	private final ServerTime time;

	private final OncePerPause extended;

	private final LongAdder written;

	/**
	 * Reads of a cache.
	 * @param written counts the bytes of memory that are written, about
	 */
	ExtendingReads(EntryLife life, ServerTime time, LongAdder written) {
		this.written = written;
		this.life = life;
		this.time = time;
		this.extended = new OncePerPause(System::nanoTime);
	}

	EntryLife life() {
		return this.life;
	}

	/**
	 * What to write for a value, and for how long; counts it as written.
	 */
	Lived begin(byte[] value) {
		Lived lived = this.life.begin(value);
		this.written.add(lived.stored().length + OVERHEAD);
		return lived;
	}

	/**
	 * Notes that an entry was read.
	 * @param stored what was read
	 * @return the same without its stamp
	 */
	byte @Nullable [] read(RedisClusterAsyncCommands<byte[], byte[]> commands, byte[] entry, byte @Nullable [] stored) {
		if (stored == null || Stamp.of(stored) == null) {
			return stored;
		}
		Long until = this.time.isKnown(commands) ? this.life.extension(stored) : null;
		if (until != null && this.extended.isFirst(entry, this.life.pause())) {
			try {
				commands.pexpireat(entry, until);
			}
			catch (BypassedException ex) {
				// the next process, or the next quarter, extends it
			}
		}
		return Stamp.removedFrom(stored);
	}

}
