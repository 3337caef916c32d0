package io.github.redistiers.benchmarks;

import io.lettuce.core.RedisURI;

/**
 * The queues that are compared.
 */
public enum QueueSubject {

	/** The store tier: listeners of lists. */
	TIERS_BATCHES("Redis Tiers, listener of lists", TiersQueue::batches),

	/** The store tier, where the application asks for jobs itself. */
	TIERS_PULLED("Redis Tiers, acknowledgeAndTake", TiersQueue::pulled),

	/** A list: what is taken is gone. */
	REDISSON_BATCHES("Redisson RBlockingQueue, not acknowledged", RedissonQueue::batches),

	/** The same without any codec. */
	REDISSON_BYTES("Redisson RBlockingQueue of bytes, not acknowledged", RedissonQueue::batchesOfBytes),

	/** The container reads many, its listener hears of one and acknowledges it. */
	SPRING_STREAM("Spring Data's stream listener container", SpringStreamQueue::acknowledgingEach),

	/** A listener that gathers what it acknowledges. */
	SPRING_STREAM_GATHERED("Spring Data's stream listener container, acknowledgements gathered",
			SpringStreamQueue::acknowledgingTogether),

	/** A second list for those that are being handled. */
	SPRING_LIST("Spring Data, LMOVE and LREM, single", SpringListQueue::new),

	/** The store tier: listeners of single jobs. */
	TIERS_SINGLES("Redis Tiers", TiersQueue::singles),

	/** A list: what is taken is gone. */
	REDISSON_SINGLES("Redisson RBlockingQueue, not acknowledged", RedissonQueue::singles),

	/** The same without any codec. */
	REDISSON_SINGLE_BYTES("Redisson RBlockingQueue of bytes, not acknowledged", RedissonQueue::singlesOfBytes);

	private final String title;

	private final MeasuredQueue.Opener opener;

	QueueSubject(String title, MeasuredQueue.Opener opener) {
		this.title = title;
		this.opener = opener;
	}

	String title() {
		return this.title;
	}

	MeasuredQueue open(RedisURI address, int bytes) {
		return this.opener.open(address, bytes);
	}

}
