package io.github.redistiers.store.flag;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

import io.github.redistiers.store.StructureContext;
import io.github.redistiers.tracking.KeyTracking;
import io.github.redistiers.tracking.KeyTrackingListener;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * The flags of all repositories of a process, and what keeps them up to date: the server
 * tells of changes, and now and then they are read without an occasion.
 */
final class FlagMemory implements KeyTrackingListener, AutoCloseable {

	private static final Log logger = LogFactory.getLog(FlagMemory.class);

	/**
	 * How often flags are read of which nobody tells, and those that could not be read;
	 * and once more after a change, since a reading may go to a replica.
	 */
	private static final Duration SOON = Duration.ofSeconds(2);

	/**
	 * How often flags are read although the server tells of changes.
	 */
	private static final Duration LATER = Duration.ofSeconds(15);

	private static final double JITTER = 0.25;

	private final Map<String, FlagReader> readers = new ConcurrentHashMap<>();

	private final Map<String, List<Consumer<? super FlagChange>>> listeners = new ConcurrentHashMap<>();

	/**
	 * Those of which values are read.
	 */
	private final Map<String, FlagReader> used = new ConcurrentHashMap<>();

	private final ScheduledThreadPoolExecutor executor = new ScheduledThreadPoolExecutor(1,
			threads("redis-tiers-flags"));

	private final ThreadPoolExecutor listening = new ThreadPoolExecutor(1, 1, LATER.toSeconds(), TimeUnit.SECONDS,
			new LinkedBlockingQueue<>(), threads("redis-tiers-flag-listeners"));

	private final @Nullable KeyTracking tracking;

	private @Nullable ScheduledFuture<?> reading;

	private volatile boolean tracked;

	FlagMemory(StructureContext context) {
		this.tracking = context.tracking(List.of(context.keyPrefix() + FlagStructure.NAME + ":"), this);
		this.executor.setRemoveOnCancelPolicy(true);
		this.listening.allowCoreThreadTimeOut(true);
	}

	FlagReader reader(StructureContext context, String key) {
		return this.readers.computeIfAbsent(key, (absent) -> new FlagReader(context, key,
				new FlagValues(key, (change) -> tell(key, change)), this.executor, () -> readWithin(SOON)));
	}

	/**
	 * From now on the values under a key are kept up to date.
	 */
	void use(String key) {
		FlagReader reader = this.readers.get(key);
		if (reader != null && this.used.putIfAbsent(key, reader) == null) {
			if (this.tracking != null) {
				this.tracking.start();
			}
			readWithin(SOON);
		}
	}

	boolean isUsed(String key) {
		return this.used.containsKey(key);
	}

	boolean isTracked() {
		return this.tracked;
	}

	Runnable listen(String key, Consumer<? super FlagChange> listener) {
		List<Consumer<? super FlagChange>> all = this.listeners.computeIfAbsent(key,
				(absent) -> new CopyOnWriteArrayList<>());
		all.add(listener);
		return () -> all.remove(listener);
	}

	private void tell(String key, FlagChange change) {
		List<Consumer<? super FlagChange>> all = this.listeners.getOrDefault(key, List.of());
		if (all.isEmpty()) {
			return;
		}
		try {
			this.listening.execute(() -> all.forEach((listener) -> tell(listener, change)));
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Closed, so nobody hears of " + change, ex);
		}
	}

	private static void tell(Consumer<? super FlagChange> listener, FlagChange change) {
		try {
			listener.accept(change);
		}
		catch (RuntimeException ex) {
			logger.error("A listener of flags has failed with " + change, ex);
		}
	}

	private synchronized void readWithin(Duration duration) {
		double jitter = 1 + JITTER * ThreadLocalRandom.current().nextDouble(-1, 1);
		long delay = (long) (duration.toMillis() * jitter);
		ScheduledFuture<?> planned = this.reading;
		if (planned != null && planned.getDelay(TimeUnit.MILLISECONDS) <= delay) {
			return;
		}
		if (planned != null) {
			planned.cancel(false);
		}
		try {
			this.reading = this.executor.schedule(this::readAll, delay, TimeUnit.MILLISECONDS);
		}
		catch (RejectedExecutionException ex) {
			logger.debug("Closed, so flags are no longer read", ex);
		}
	}

	private void readAll() {
		synchronized (this) {
			this.reading = null;
		}
		if (this.tracking != null) {
			// in case the connection factory was stopped meanwhile
			this.tracking.start();
		}
		readWithin(this.tracked ? LATER : SOON);
		this.used.values().forEach(FlagReader::read);
	}

	@Override
	public void tracked(String serverId) {
		this.tracked = true;
		this.used.values().forEach(FlagReader::read);
	}

	@Override
	public void untracked() {
		this.tracked = false;
		readWithin(SOON);
	}

	@Override
	public void changed(String key) {
		FlagReader reader = this.used.get(key);
		if (reader != null) {
			reader.read();
			readWithin(SOON);
		}
	}

	@Override
	public void changedAll() {
		this.used.values().forEach(FlagReader::read);
	}

	@Override
	public void close() {
		if (this.tracking != null) {
			this.tracking.close();
		}
		this.executor.shutdownNow();
		this.listening.shutdownNow();
	}

	private static ThreadFactory threads(String name) {
		return (work) -> {
			Thread thread = new Thread(work, name);
			thread.setDaemon(true);
			return thread;
		};
	}

}
