package io.github.redistiers.cache;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

import org.jspecify.annotations.Nullable;

/**
 * Loads of a cache that are under way in this process: who misses the same key meanwhile
 * shares the load.
 */
class Flights {

	private final ConcurrentMap<String, Flight> underWay = new ConcurrentHashMap<>();

	/**
	 * Starts a load.
	 * @return the load that is under way already, or {@code null} if the given one is now
	 */
	@Nullable Flight start(String key, Flight flight) {
		return this.underWay.putIfAbsent(key, flight);
	}

	void land(String key, Flight flight) {
		this.underWay.remove(key, flight);
	}

	/**
	 * What is being loaded is out of date: nobody else joins it.
	 */
	void overtake(String key) {
		this.underWay.remove(key);
	}

	void overtakeAll() {
		this.underWay.clear();
	}

	/**
	 * One load; completes with the loaded value.
	 */
	static final class Flight extends CompletableFuture<@Nullable Object> {

		private final @Nullable Thread pilot;

		Flight(@Nullable Thread pilot) {
			this.pilot = pilot;
		}

		/**
		 * Whether the asking thread is loading the value itself and must not wait.
		 */
		boolean isOwn() {
			return this.pilot == Thread.currentThread();
		}

	}

}
