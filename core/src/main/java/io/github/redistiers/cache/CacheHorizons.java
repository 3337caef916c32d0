package io.github.redistiers.cache;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.github.redistiers.cache.LivesBoard.Words;
import io.github.redistiers.cache.MemoryHorizon.Look;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

/**
 * Looks now and then at how full the server is and at what all processes of the
 * application have written, and sizes the lives of the caches that ask for it. One
 * process leads and estimates, the others take its word; when it ends another one goes
 * on. Nobody waits for any of this.
 */
final class CacheHorizons implements AutoCloseable {

	/**
	 * How often it looks at most and at least; between them, twenty times in the shortest
	 * life.
	 */
	static final Duration SHORTEST_PERIOD = Duration.ofMillis(250);

	static final Duration LONGEST_PERIOD = Duration.ofSeconds(10);

	private static final double LOOKS_PER_LIFE = 20;

	/**
	 * How many periods may pass before another process leads.
	 */
	private static final int LEAD = 5;

	/**
	 * How long a busy process may be late besides.
	 */
	private static final Duration PAUSE = Duration.ofSeconds(2);

	private final Supplier<RedisClusterAsyncCommands<byte[], byte[]>> commands;

	private final Executor executor;

	private final Function<String, CacheSettings> settings;

	private final LivesBoard board;

	private final HorizonLog log = new HorizonLog(System::nanoTime);

	private final Map<String, Sized> caches = new ConcurrentHashMap<>();

	private Duration shortestPeriod = SHORTEST_PERIOD;

	private Duration longestPeriod = LONGEST_PERIOD;

	private boolean started;

	private volatile @Nullable Lead lead;

	private volatile Duration period = SHORTEST_PERIOD;

	private volatile boolean closed;

	private volatile Map<String, String> fiction = Map.of();

	private volatile Map<String, Double> writtenByAll = Map.of();

	/**
	 * Horizons of one server's caches.
	 * @param commands the server
	 * @param executor runs what is to be done now and then
	 * @param keyPrefix what the keys begin with
	 * @param settings each cache's settings
	 */
	CacheHorizons(Supplier<RedisClusterAsyncCommands<byte[], byte[]>> commands, Executor executor, String keyPrefix,
			Function<String, CacheSettings> settings) {
		this.commands = commands;
		this.executor = executor;
		this.settings = settings;
		this.board = new LivesBoard(keyPrefix + "cache-lives", UUID.randomUUID().toString());
	}

	/**
	 * Sets how often it looks at most and at least, before it is started.
	 */
	void setPeriods(Duration shortest, Duration longest) {
		this.shortestPeriod = shortest;
		this.longestPeriod = longest;
		this.period = shortest;
	}

	/**
	 * Adds a cache.
	 * @param written counts what this process writes, in bytes of memory
	 * @return how long its entries are to live that are not read, in milliseconds;
	 * {@code null} if that is fixed
	 */
	@Nullable LongSupplier add(String cache, CacheSettings settings, LongAdder written) {
		Sized sized = new Sized(cache, settings, written);
		this.caches.put(cache, sized);
		return (settings.sizedLife() != null) ? sized : null;
	}

	synchronized void start() {
		if (!this.started) {
			this.started = true;
			later(this.shortestPeriod);
		}
	}

	@Override
	public void close() {
		this.closed = true;
	}

	/**
	 * What is fiction of the fixed lives, over all processes: a sentence for each such
	 * cache.
	 */
	List<String> fiction() {
		return new TreeMap<>(this.fiction).values().stream().filter((sentence) -> !sentence.isEmpty()).toList();
	}

	/**
	 * The same of one cache, or {@code null}.
	 */
	@Nullable String fiction(String cache) {
		String sentence = this.fiction.get(cache);
		return (sentence != null && !sentence.isEmpty()) ? sentence : null;
	}

	/**
	 * What all processes have written into a cache, in bytes.
	 */
	long writtenByAll(String cache) {
		return Objects.requireNonNullElse(this.writtenByAll.get(cache), 0.0).longValue();
	}

	/**
	 * One look at a time: the next one is due when this has ended.
	 */
	private void look() {
		Map<String, Long> written = new HashMap<>();
		this.caches.forEach((cache, sized) -> written.put(cache, sized.written.sumThenReset()));
		CompletableFuture<?> looked;
		try {
			RedisClusterAsyncCommands<byte[], byte[]> current = this.commands.get();
			looked = this.board.add(current, written, leading()).whenComplete((words, failure) -> {
				if (failure != null) {
					written.forEach(this::owe);
				}
				else {
					this.writtenByAll = words.written();
				}
			}).thenComposeAsync((words) -> words.leads() ? lead(current, words) : follow(words), this.executor);
		}
		catch (RuntimeException ex) {
			written.forEach(this::owe);
			looked = CompletableFuture.failedFuture(ex);
		}
		looked.whenComplete((done, failure) -> {
			if (failure != null) {
				this.log.failed(failure, isSizing());
			}
			this.period = period();
			later(this.period);
		});
	}

	private void owe(String cache, long bytes) {
		Sized sized = this.caches.get(cache);
		if (sized != null) {
			sized.written.add(bytes);
		}
	}

	private CompletableFuture<@Nullable Void> follow(Words words) {
		this.lead = null;
		adopt(words.lives(), words.fiction());
		return CompletableFuture.completedFuture(null);
	}

	private CompletableFuture<@Nullable Void> lead(RedisClusterAsyncCommands<byte[], byte[]> current, Words words) {
		Lead leading = this.lead;
		if (leading == null) {
			// what was written before it led tells nothing about the time
			this.lead = new Lead(now(), words);
			adopt(words.lives(), words.fiction());
			this.log.wasTold(words.fiction());
			return CompletableFuture.completedFuture(null);
		}
		return ServerMemory.of(current).thenComposeAsync((memory) -> {
			if (!this.log.isEstimable(memory, isSizing())) {
				return CompletableFuture.<@Nullable Void>completedFuture(null);
			}
			leading.look(memory, words);
			Map<String, Double> lives = leading.shares.lives();
			Map<String, String> sentences = leading.shares.fiction();
			adopt(lives, sentences);
			this.log.tell(sentences);
			return this.board.say(current, lives, sentences, leading()).thenAccept((said) -> {
			});
		}, this.executor);
	}

	private void adopt(Map<String, Double> lives, Map<String, String> sentences) {
		this.caches.values().forEach((sized) -> sized.adopt(lives));
		this.fiction = Map.copyOf(sentences);
	}

	private boolean isSizing() {
		return this.caches.values().stream().anyMatch((cache) -> cache.pool != null);
	}

	/**
	 * At most twice as long as before: the first looks know little.
	 */
	private Duration period() {
		Lead leading = this.lead;
		double shortest = (leading != null) ? leading.shares.filled() * 1000 : Double.POSITIVE_INFINITY;
		for (Sized cache : this.caches.values()) {
			if (cache.pool != null) {
				shortest = Math.min(shortest, cache.known ? cache.life : 0);
			}
		}
		double millis = Math.min(shortest / LOOKS_PER_LIFE, 2.0 * this.period.toMillis());
		return Duration
			.ofMillis((long) Math.min(this.longestPeriod.toMillis(), Math.max(this.shortestPeriod.toMillis(), millis)));
	}

	/**
	 * How long this process leads unless it looks again.
	 */
	private Duration leading() {
		return this.period.multipliedBy(LEAD).plus(PAUSE);
	}

	private void later(Duration pause) {
		CompletableFuture.delayedExecutor(pause.toNanos(), TimeUnit.NANOSECONDS, this::run).execute(this::look);
	}

	/**
	 * On a thread that belongs to everybody, which must not see the executor's shutdown.
	 */
	private void run(Runnable work) {
		if (!this.closed) {
			this.executor.execute(work);
		}
	}

	private static double now() {
		return System.nanoTime() / 1e9;
	}

	/**
	 * What the process knows that leads.
	 */
	private final class Lead {

		private final MemoryShares shares;

		private Map<String, Double> written;

		private long evicted = Long.MAX_VALUE;

		private Lead(double now, Words words) {
			this.shares = new MemoryShares(now, CacheHorizons.this.settings, words.lives());
			this.written = words.written();
		}

		private void look(ServerMemory memory, Words words) {
			Map<String, Double> all = words.written();
			Map<String, Double> since = new HashMap<>();
			// a board that was lost began again from nothing
			all.forEach((cache, bytes) -> {
				double before = Objects.requireNonNullElse(this.written.get(cache), 0.0);
				since.put(cache, (bytes >= before) ? bytes - before : bytes);
			});
			double evicted = Math.max(0, memory.evictedKeys() - this.evicted) * memory.entry();
			this.written = all;
			this.evicted = memory.evictedKeys();
			this.shares.look(new Look(now(), memory.limit(), memory.used(), 0, evicted), since);
		}

	}

	/**
	 * A cache and the life of its entries, in milliseconds.
	 */
	private static final class Sized implements LongSupplier {

		private final @Nullable String pool;

		private final @Nullable SizedLife bounds;

		private final LongAdder written;

		private volatile boolean known;

		private volatile long life;

		private Sized(String cache, CacheSettings settings, LongAdder written) {
			this.pool = MemoryShares.pool(cache, settings);
			this.bounds = settings.sizedLife();
			this.written = written;
			this.life = settings.timeToLive().toMillis();
			adopt(this.life);
		}

		private void adopt(Map<String, Double> lives) {
			Double life = (this.pool != null) ? lives.get(this.pool) : null;
			if (life != null) {
				adopt(life * 1000);
				this.known = true;
			}
		}

		private void adopt(double millis) {
			if (this.bounds != null) {
				this.life = this.bounds.nearest(Duration.ofMillis((long) Math.min(millis, Long.MAX_VALUE / 2)))
					.toMillis();
			}
		}

		@Override
		public long getAsLong() {
			return this.life;
		}

	}

}
