package io.github.redistiers.cache;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;

import io.lettuce.core.RedisCommandExecutionException;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Says which lives are fiction, once a day at most, and why lives cannot be sized, once.
 */
final class HorizonLog {

	private static final long AGAIN = Duration.ofDays(1).toNanos();

	private static final Log logger = LogFactory.getLog(CacheHorizons.class);

	private final LongSupplier nanoTime;

	private final Map<String, Long> told = new HashMap<>();

	private @Nullable String reason;

	HorizonLog(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Says what is fiction.
	 * @param sentences by cache; empty where nothing is
	 */
	synchronized void tell(Map<String, String> sentences) {
		sentences.forEach((cache, sentence) -> {
			if (!sentence.isEmpty() && isDue(cache)) {
				logger.warn("The cache server evicts entries before they expire. " + sentence + ".");
			}
		});
	}

	/**
	 * Notes what another process has said.
	 * @param sentences by cache; empty where nothing is
	 */
	synchronized void wasTold(Map<String, String> sentences) {
		sentences.forEach((cache, sentence) -> {
			if (!sentence.isEmpty()) {
				this.told.put(cache, this.nanoTime.getAsLong());
			}
		});
	}

	/**
	 * Whether lives can be sized by what the server has told; if not, says why.
	 */
	boolean isEstimable(ServerMemory memory, boolean sizing) {
		if (memory.limit() <= 0) {
			cannot(sizing, "the cache server has no maxmemory. Set maxmemory on the server.");
			return false;
		}
		if (!memory.evicts()) {
			cannot(sizing, "the cache server's maxmemory-policy is noeviction."
					+ " Set maxmemory-policy on the server to allkeys-lru.");
			return false;
		}
		this.reason = null;
		return true;
	}

	/**
	 * A look was not possible. That the server is away is no news here.
	 */
	void failed(Throwable failure, boolean sizing) {
		Throwable cause = (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause()
				: failure;
		String message = cause.getMessage();
		if (cause instanceof RedisCommandExecutionException && message != null && message.startsWith("NOPERM")) {
			cannot(sizing, "the cache server refuses what that needs: " + message
					+ ". Allow its user INFO, DBSIZE, EVAL, EVALSHA and the hash <key-prefix>cache-lives.");
		}
		else {
			logger.debug("The lives of caches stay as they are until the cache server tells how full it is", cause);
		}
	}

	private synchronized void cannot(boolean sizing, String why) {
		if (!why.equals(this.reason)) {
			this.reason = why;
			String text = "Lives of cache entries are not sized by the memory and stay as they are, because " + why;
			if (sizing) {
				logger.warn(text);
			}
			else {
				logger.debug(text);
			}
		}
	}

	private boolean isDue(String cache) {
		long now = this.nanoTime.getAsLong();
		Long before = this.told.get(cache);
		if (before != null && now - before < AGAIN) {
			return false;
		}
		this.told.put(cache, now);
		return true;
	}

}
