package io.github.redistiers.cache;

import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

import io.github.redistiers.breaker.CircuitBreakerSettings;
import io.github.redistiers.breaker.NodeBreakers;
import io.github.redistiers.codec.JsonCodec;
import io.github.redistiers.codec.JsonCodecs;
import io.github.redistiers.connection.CommandLimit;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.DisposableBean;
import org.springframework.cache.Cache;
import org.springframework.cache.support.AbstractCacheManager;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.util.Assert;

/**
 * Spring Cache on the cache tier. Caches that are asked for by name are made on demand.
 * <p>
 * Writes are awaited, so a thread reads what it wrote. When Redis is slow or gone reads
 * miss, writes are dropped and the source is asked; no exception of Redis reaches the
 * application. An eviction that did not reach the server is remembered by this process,
 * which serves nothing of that cache before it was made; other processes, and this one
 * after a restart, may serve the old value until it expires.
 * <p>
 * What is loaded after a miss is kept only if the entry was neither evicted nor
 * overwritten meanwhile, by whichever process: the miss takes a lease, which stands in
 * the entry's place, and only that is replaced by the value. This holds for
 * {@code @Cacheable} methods that resolve their caches through
 * {@link CacheTierCacheResolver}, for {@code get(key, loader)} and for
 * {@code retrieve(key, loader)}; a {@code put} of one's own is unconditional. A server
 * process that the application has not used before begins with empty caches, since a
 * replica that takes over, or a server that restarts, may have missed an eviction.
 * <p>
 * A cache that is loaded with {@code get(key, loader)} or {@code @Cacheable(sync = true)}
 * loads a key once at a time in this process, or in all: see {@link SingleFlight}.
 * <p>
 * Inside a Spring transaction puts and evictions take effect after its commit, and keys
 * that it has changed are misses for the rest of it; what it loads is kept after its
 * commit too, or at once if it is read-only.
 *
 * <h2>In Redis</h2>
 * <table>
 * <caption>Keys</caption>
 * <tr>
 * <th>key</th>
 * <th>value</th>
 * <th>written by</th>
 * </tr>
 * <tr>
 * <td><code>&lt;prefix&gt;cache-generation:&lt;name&gt;</code></td>
 * <td>the beginning of the server's run_id and a random id; expires when the cache is not
 * used</td>
 * <td>SET … NX PX at first use, SET … PX by {@code clear()}, PEXPIRE now and then</td>
 * </tr>
 * <tr>
 * <td><code>&lt;prefix&gt;cache:&lt;name&gt;:&lt;generation&gt;:&lt;key&gt;</code></td>
 * <td>JSON, as {@link JsonCodec} writes it; where reads extend a life, behind
 * <code>@</code>, 6 bytes with the time of writing (milliseconds since 1970) and 2 bytes
 * with the jitter; or a lease: <code>~</code> and a random token, for a minute</td>
 * <td>scripts for leases and fills, SET … PX by {@code put}, DEL by {@code evict},
 * PEXPIREAT now and then where reads extend a life</td>
 * </tr>
 * <tr>
 * <td><code>&lt;prefix&gt;cache-lives</code></td>
 * <td>a hash: <code>bytes:&lt;name&gt;</code>, what all processes have written;
 * <code>life:</code> and <code>life:&lt;name&gt;</code>, the lives in seconds that are
 * sized by the memory, of all caches without a share and of each with one;
 * <code>fiction:&lt;name&gt;</code>, what {@link #getFictitiousLives()} says;
 * <code>leader</code> and <code>leads-until</code>, which process estimates them. For a
 * day</td>
 * <td>a script, every ten seconds, or more often where lives are sized and short</td>
 * </tr>
 * </table>
 * A hit is one GET. The server tells this process of every new generation (CLIENT
 * TRACKING on a connection of its own), and once a second, and wherever it cannot tell, a
 * read gets the generation in the same round trip; writes always do. What {@code clear()}
 * leaves behind is never read again; the process that cleared removes it in the
 * background (SCAN, UNLINK), and what that misses expires.
 *
 * @since 0.1.0
 */
public final class CacheTierCacheManager extends AbstractCacheManager implements DisposableBean {

	private static final SecureRandom RANDOM = new SecureRandom();

	/**
	 * For jitter, which nobody has to be kept from guessing.
	 */
	private static final RandomGenerator CHANCE = () -> ThreadLocalRandom.current().nextLong();

	/**
	 * A load that takes longer is not kept.
	 */
	private static final Duration LEASE_LIFE = Duration.ofMinutes(1);

	private static final Duration LONGEST_BYPASS = Duration.ofDays(1);

	private final RedisConnectionFactory connectionFactory;

	private final String keyPrefix;

	private final JsonCodecs codecs;

	private final CacheValueTypes types;

	private final Function<String, CacheSettings> settings;

	private final CacheServer server;

	private final ServerTime serverTime = new ServerTime(System::currentTimeMillis);

	/**
	 * Reads values for callers that do not wait. Neither Redis's own threads nor the
	 * common pool: what such a caller does next may block.
	 */
	private final ExecutorService executor = Executors.newCachedThreadPool(CacheTierCacheManager::thread);

	private final MemoryReclaim reclaim;

	private final CacheHorizons horizons;

	private final Map<String, CacheTierCache> caches = new ConcurrentHashMap<>();

	private final List<Consumer<? super Cache>> creationListeners = new CopyOnWriteArrayList<>();

	private List<String> initialCaches = List.of();

	private Consumer<String> unknownCaches = (name) -> {
	};

	private boolean transactionAware = true;

	private boolean reclaiming = true;

	/**
	 * Caches on one server.
	 * @param connectionFactory the cache tier's; has to be Lettuce's
	 * @param keyPrefix what every key begins with, such as {@code shop:}; may be empty
	 * @param codecs write values
	 * @param types know the values' types
	 * @param settings a cache's settings by its name
	 */
	public CacheTierCacheManager(RedisConnectionFactory connectionFactory, String keyPrefix, JsonCodecs codecs,
			CacheValueTypes types, Function<String, CacheSettings> settings) {
		this.connectionFactory = connectionFactory;
		this.keyPrefix = keyPrefix;
		this.server = new CacheServer(connectionFactory, generationPrefix(), this::startHorizons);
		this.reclaim = new MemoryReclaim(() -> this.server.link().commands(), this.executor, MemoryReclaim.DELAY);
		this.horizons = new CacheHorizons(() -> this.server.link().commands(), this.executor, keyPrefix, settings);
		this.server.onClear((cachePrefix, id) -> {
			if (this.reclaiming) {
				this.reclaim.ended(cachePrefix, id);
			}
		});
		this.codecs = codecs;
		this.types = types;
		this.settings = settings;
		setCircuitBreakers(CircuitBreakerSettings.defaults(), null);
	}

	/**
	 * The caches that exist from the start.
	 * @param names their names
	 */
	public void setCacheNames(Collection<String> names) {
		this.initialCaches = List.copyOf(names);
	}

	/**
	 * What decides about a cache that is asked for by name, was not named from the start
	 * and does not exist yet. It is made unless this throws.
	 * @param unknownCaches takes the cache's name; does nothing by default
	 */
	public void setUnknownCaches(Consumer<String> unknownCaches) {
		this.unknownCaches = unknownCaches;
	}

	/**
	 * Whether puts and evictions inside a Spring transaction take effect after its
	 * commit; they do unless this is switched off.
	 * @param transactionAware whether they do
	 */
	public void setTransactionAware(boolean transactionAware) {
		this.transactionAware = transactionAware;
	}

	/**
	 * Whether the memory of a cache that was cleared is given back in the background; it
	 * is unless this is switched off. Else, it comes back as entries expire.
	 * @param reclaiming whether it is
	 */
	public void setReclaiming(boolean reclaiming) {
		this.reclaiming = reclaiming;
	}

	/**
	 * Calls a listener with each cache: those that there are, and those that will be
	 * made, on the thread that asks for them first.
	 * @param listener hears of each cache, perhaps more than once; must not throw
	 */
	public void onCreation(Consumer<? super Cache> listener) {
		this.creationListeners.add(listener);
		this.caches.values().forEach(listener);
	}

	/**
	 * When a server is asked no more. To be called before a cache is used.
	 * @param settings how its circuit breakers behave, unless the registry knows a
	 * configuration or an instance {@code redis-tiers-cache}; {@code null} if there are
	 * to be none
	 * @param registry the application's own, which then shows the breakers: one named
	 * {@code redis-tiers-cache}, or for a cluster one per primary, named
	 * {@code redis-tiers-cache-<host>-<port>}; {@code null} for a private one
	 */
	public void setCircuitBreakers(@Nullable CircuitBreakerSettings settings,
			@Nullable CircuitBreakerRegistry registry) {
		this.server.setBreakers((settings != null)
				? new NodeBreakers(NodeBreakers.CACHE, registry, settings.config(limit().time()),
						CacheFailure::isOutage, this.server::wasAway)
				: NodeBreakers.disabled(NodeBreakers.CACHE, CacheFailure::isOutage, this.server::wasAway));
	}

	/**
	 * Has somebody hear of the first command that fails after others were answered, and
	 * of a circuit breaker that opens: the server may hang, or another have taken its
	 * place. No caller of a cache hears of that.
	 * @param failed called on a thread on which nothing may block
	 */
	public void onFirstFailure(Runnable failed) {
		this.server.onFirstFailure(failed);
	}

	@Override
	public void destroy() {
		this.reclaim.close();
		this.horizons.close();
		this.executor.shutdown();
	}

	/**
	 * What a cache has done in this process.
	 * @param cacheName the cache
	 * @return the numbers; {@code null} if there is no such cache
	 */
	public @Nullable CacheStatistics getStatistics(String cacheName) {
		return (lookupCache(cacheName) instanceof CacheTierCache cache) ? cache.getNativeCache().getStatistics() : null;
	}

	/**
	 * Which times to live are fiction, because the server evicts entries earlier; over
	 * all processes of the application. It is known a little while after the start.
	 * @return a sentence for each such cache, such as <code>products: TTL 24 h, but
	 * entries live about 40 min; 24 h would need about 3.1 GB</code>; empty while the
	 * server evicts nothing, and where it does not tell
	 */
	public List<String> getFictitiousLives() {
		return this.horizons.fiction();
	}

	/**
	 * Reports the caches that there are in this process. Nothing is asked of the server.
	 * @return a report for each, by name
	 */
	public List<CacheReport> getReports() {
		List<CacheReport> reports = new ArrayList<>();
		new TreeMap<>(this.caches).forEach((name, cache) -> {
			CacheSettings settings = this.settings.apply(name);
			reports.add(new CacheReport(name, settings.timeToLive(), settings.timeToIdle(),
					settings.sizedLife() != null, this.horizons.fiction(name), this.horizons.writtenByAll(name),
					cache.getNativeCache().getStatistics()));
		});
		return reports;
	}

	/**
	 * Has this process do without its caches for a while, such as when what they hold is
	 * wrong: every read is a miss and goes to the source, and nothing is kept. Evictions
	 * and clears are made, and a put evicts, so that nothing is out of date afterwards
	 * and other processes read nothing that this one has changed.
	 * @param duration for how long, unless {@link #endBypass()} ends it earlier; from now
	 * on if there is one already
	 * @throws IllegalArgumentException if it is not positive, or longer than a day
	 */
	public void bypass(Duration duration) {
		Assert.isTrue(!duration.isNegative() && !duration.isZero() && duration.compareTo(LONGEST_BYPASS) <= 0,
				"A bypass lasts more than nothing and at most a day");
		this.server.bypass().begin(duration);
	}

	/**
	 * Has this process use its caches again.
	 * @return whether they were bypassed
	 */
	public boolean endBypass() {
		return this.server.bypass().end();
	}

	/**
	 * Tells how long caches are still bypassed.
	 * @return the time that is left; {@code null} if they are used
	 */
	public @Nullable Duration getRemainingBypass() {
		return this.server.bypass().remaining();
	}

	@Override
	protected Collection<? extends Cache> loadCaches() {
		return this.initialCaches.stream().map(this::make).toList();
	}

	/**
	 * Called by several threads at once for one name.
	 */
	@Override
	protected Cache getMissingCache(String name) {
		CacheTierCache present = this.caches.get(name);
		if (present != null) {
			return present;
		}
		this.unknownCaches.accept(name);
		return make(name);
	}

	private CacheTierCache make(String name) {
		CacheTierCache cache = this.caches.computeIfAbsent(name, this::create);
		this.creationListeners.forEach((listener) -> listener.accept(cache));
		return cache;
	}

	private void startHorizons() {
		this.horizons.start();
	}

	CacheHorizons horizons() {
		return this.horizons;
	}

	CacheServer server() {
		return this.server;
	}

	private CacheTierCache create(String name) {
		CacheSettings settings = this.settings.apply(name);
		LongAdder written = new LongAdder();
		LongSupplier sized = this.horizons.add(name, settings, written);
		EntryLife life = (sized != null) ? new EntryLife(settings, sized, CHANCE, this.serverTime)
				: new EntryLife(settings, CHANCE, this.serverTime);
		Generation generation = new Generation(this.keyPrefix + "cache:" + name + ":", generationPrefix() + name,
				life.longest());
		this.server.watch(generation);
		CacheEntries entries = new CacheEntries(this.server, generation,
				new ExtendingReads(life, this.serverTime, written), LEASE_LIFE, CacheTierCacheManager::newGeneration);
		CacheValues values = new CacheValues(name, entries, new TypedCodec(name, this.types, this.codecs),
				settings.cacheNullValues(), patience(), this.executor);
		LoadsElsewhere elsewhere = new LoadsElsewhere(values, settings.singleFlight().timeout(), this.executor);
		LoadLimit loads = new LoadLimit(settings.maxConcurrentLoads(), this.executor);
		return new CacheTierCache(name, values, elsewhere, loads, this.transactionAware);
	}

	private String generationPrefix() {
		return this.keyPrefix + "cache-generation:";
	}

	/**
	 * A call of ours waits no longer than a command, however many it needs.
	 */
	private CommandLimit limit() {
		return CommandLimit.of(this.connectionFactory, Duration.ofSeconds(1));
	}

	private Supplier<Patience> patience() {
		CommandLimit limit = limit();
		return () -> new Patience(limit);
	}

	private static Thread thread(Runnable work) {
		Thread thread = new Thread(work, "redis-tiers-cache");
		thread.setDaemon(true);
		return thread;
	}

	private static String newGeneration() {
		byte[] id = new byte[8];
		RANDOM.nextBytes(id);
		return HexFormat.of().formatHex(id);
	}

	/**
	 * How many circuit breakers are open, so that their servers are not asked and
	 * everything is a miss.
	 * @return the number
	 */
	public int openBreakers() {
		return this.server.openBreakers();
	}

	/**
	 * Closes the circuit breakers, as after a test that has put the servers right:
	 * nothing of what they have seen counts any more.
	 */
	public void resetBreakers() {
		this.server.resetBreakers();
	}

}
