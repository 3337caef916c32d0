package io.github.redistiers.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import io.github.redistiers.breaker.BypassedException;
import io.github.redistiers.cache.CacheServer.Link;
import io.github.redistiers.cache.CacheServer.Trust;
import io.github.redistiers.cache.EntryLife.Lived;
import io.github.redistiers.cache.Generation.Known;
import io.github.redistiers.cache.Generation.View;
import io.github.redistiers.script.Script;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.SetArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

/**
 * One cache's entries in Redis.
 * <p>
 * The key <code>&lt;prefix&gt;cache-generation:&lt;name&gt;</code> holds a random id, and
 * an entry's key is
 * <code>&lt;prefix&gt;cache:&lt;name&gt;:&lt;generation&gt;:&lt;key&gt;</code>. The
 * server tells the connection when the generation changes, before it answers whatever it
 * is asked afterwards; then, and where it cannot tell, and once a second anyway, a call
 * asks for the generation in the same round trip. If the generation is another one, the
 * call is made again in that. Losing the generation's key loses entries, never brings old
 * ones back.
 * <p>
 * A generation is bound to the server process that it was made on: another one, after a
 * restart or a failover, may have missed evictions, so each process of the application
 * that meets it begins a new generation.
 * <p>
 * Every key expires: entries after the time to live, the generation when no process has
 * used the cache for much longer than that.
 */
class CacheEntries {

	private static final int ATTEMPTS = 8;

	private static final Script LEASE = Script.of(CacheEntries.class, "lease.lua", ScriptOutputType.VALUE);

	private static final Script FILL = Script.of(CacheEntries.class, "fill.lua", ScriptOutputType.BOOLEAN);

	private static final Script REMOVE_IF = Script.of(CacheEntries.class, "remove-if.lua", ScriptOutputType.BOOLEAN);

	private static final Script PUT_IF_ABSENT = Script.of(CacheEntries.class, "put-if-absent.lua",
			ScriptOutputType.VALUE);

	private static final Script EVICT = Script.of(CacheEntries.class, "evict.lua", ScriptOutputType.BOOLEAN);

	private final CacheServer server;

	private final Generation generation;

	private final ExtendingReads reads;

	private final byte[] leaseLife;

	private final Supplier<String> newGeneration;

	CacheEntries(CacheServer server, Generation generation, ExtendingReads reads, Duration leaseLife,
			Supplier<String> newGeneration) {
		this.server = server;
		this.generation = generation;
		this.reads = reads;
		this.leaseLife = bytes(Long.toString(leaseLife.toMillis()));
		this.newGeneration = newGeneration;
	}

	Duration timeToLive() {
		return Duration.ofMillis(this.reads.life().inForce());
	}

	/**
	 * Whether they are spread over several nodes, of which some may be reached and others
	 * not.
	 */
	boolean areSpread() {
		return this.server.hasSeveralNodes();
	}

	/**
	 * Whether they are neither to be read nor written, but evicted.
	 */
	boolean areBypassed() {
		return this.server.bypass().isOn();
	}

	/**
	 * Reads an entry: GET.
	 */
	CompletableFuture<Found> get(String key) {
		return inGeneration((commands, known) -> value(commands, known, key));
	}

	/**
	 * Reads an entry and waits for it: the same, without all that only those need who do
	 * not wait.
	 */
	Found get(String key, Patience patience) throws ExecutionException, TimeoutException, InterruptedException {
		Link link = this.server.link();
		Trust trust = this.server.trust();
		View view = this.generation.view();
		Known known = view.known();
		if (trust != null && known != null && view.isBelieved()) {
			RedisClusterAsyncCommands<byte[], byte[]> commands = link.commands();
			byte[] entry = known.entry(key);
			byte[] stored = patience.awaitCommand(value(commands, entry).toCompletableFuture());
			if (isHeld(trust, view)) {
				return found(commands, entry, stored);
			}
		}
		return patience.await(verified(link, (commands, generation) -> value(commands, generation, key), ATTEMPTS)
			.toCompletableFuture());
	}

	/**
	 * Reads an entry, and takes the lease of filling it if there is no value.
	 */
	CompletableFuture<Found> lease(String key) {
		byte[] token = Lease.newToken();
		return inGeneration((commands, known) -> {
			byte[] entry = known.entry(key);
			return LEASE.<byte[]>run(commands, keys(entry), token, this.leaseLife)
				.thenApply((bytes) -> found(commands, entry, bytes).afterTaking(token));
		});
	}

	/**
	 * Stores a loaded value, unless the lease is gone.
	 * @return whether it was stored
	 */
	CompletableFuture<Boolean> fill(Lease lease, byte[] value) {
		Lived lived = this.reads.begin(value);
		return FILL.<Boolean>run(commands(), keys(lease.entry()), lease.token(), lived.stored(), millis(lived))
			.toCompletableFuture();
	}

	/**
	 * Gives a lease back.
	 */
	CompletableFuture<Boolean> release(Lease lease) {
		return REMOVE_IF.<Boolean>run(commands(), keys(lease.entry()), lease.token()).toCompletableFuture();
	}

	CompletableFuture<?> put(String key, byte[] value) {
		Lived lived = this.reads.begin(value);
		SetArgs expiry = SetArgs.Builder.px(lived.life());
		return inGeneration((commands, known) -> commands.set(known.entry(key), lived.stored(), expiry));
	}

	/**
	 * Puts an entry and waits for it: the same, without all that only those need who do
	 * not wait.
	 */
	void put(String key, byte[] value, Patience patience)
			throws ExecutionException, TimeoutException, InterruptedException {
		Link link = this.server.link();
		Trust trust = this.server.trust();
		View view = this.generation.view();
		Known known = view.known();
		if (trust != null && known != null && view.isBelieved()) {
			Lived lived = this.reads.begin(value);
			SetArgs expiry = SetArgs.Builder.px(lived.life());
			patience.awaitCommand(link.commands().set(known.entry(key), lived.stored(), expiry).toCompletableFuture());
			if (isHeld(trust, view)) {
				return;
			}
		}
		patience.await(put(key, value));
	}

	/**
	 * Answers what is there already, or {@code null} if the value was put.
	 */
	CompletableFuture<byte @Nullable []> putIfAbsent(String key, byte[] value) {
		Lived lived = this.reads.begin(value);
		return once((commands, known) -> {
			byte[] entry = known.entry(key);
			return PUT_IF_ABSENT.<byte @Nullable []>run(commands, keys(entry), lived.stored(), millis(lived))
				.thenApply((present) -> this.reads.read(commands, entry, present));
		});
	}

	CompletableFuture<?> evict(String key) {
		return inGeneration((commands, known) -> commands.del(known.entry(key)));
	}

	/**
	 * Answers whether there was a value.
	 */
	CompletableFuture<Boolean> evictIfPresent(String key) {
		return once((commands, known) -> EVICT.run(commands, keys(known.entry(key))));
	}

	/**
	 * Starts a new generation.
	 */
	CompletableFuture<?> clear() {
		Link link = this.server.link();
		return link.server().id().thenCompose((reached) -> replace(link, reached));
	}

	/**
	 * Runs a command in the generation that is in force, and again if that was another
	 * one.
	 */
	private <T extends @Nullable Object> CompletableFuture<T> inGeneration(
			BiFunction<RedisClusterAsyncCommands<byte[], byte[]>, Known, CompletionStage<T>> command) {
		Link link = this.server.link();
		Trust trust = this.server.trust();
		View view = this.generation.view();
		Known known = view.known();
		if (trust == null || known == null || !view.isBelieved()) {
			return verified(link, command, ATTEMPTS).toCompletableFuture();
		}
		return command.apply(link.commands(), known).toCompletableFuture().thenCompose((result) -> {
			return isHeld(trust, view) ? CompletableFuture.completedStage(result) : verified(link, command, ATTEMPTS);
		});
	}

	/**
	 * Runs a command whose second run in one generation would answer otherwise than the
	 * first. A change that is told may be that of a generation that stays as it was.
	 */
	private <T extends @Nullable Object> CompletableFuture<T> once(
			BiFunction<RedisClusterAsyncCommands<byte[], byte[]>, Known, CompletionStage<T>> command) {
		return verified(this.server.link(), command, ATTEMPTS).toCompletableFuture();
	}

	/**
	 * Whether what was done under that trust was done in that generation: a change of it
	 * before would have been told before the answer.
	 */
	private boolean isHeld(Trust trust, View view) {
		return this.server.trust() == trust && view.hasHeldUntil(this.generation.view());
	}

	/**
	 * Runs a command in the generation that is in force when it runs.
	 */
	private <T extends @Nullable Object> CompletionStage<T> verified(Link link,
			BiFunction<RedisClusterAsyncCommands<byte[], byte[]>, Known, CompletionStage<T>> command, int attempts) {
		if (attempts == 0) {
			return CompletableFuture.failedFuture(link.server().asksFirst() ? BypassedException.HALF_SENT
					: new IllegalStateException("The generation of a cache does not stay the same"));
		}
		CompletableFuture<String> server = link.server().id();
		if (link.server().asksFirst() && !server.isDone()) {
			return server.thenCompose((reached) -> verified(link, command, attempts - 1));
		}
		View view = this.generation.view();
		Known assumed = view.known();
		if (assumed == null) {
			return server.thenCompose((reached) -> find(link, reached))
				.thenCompose((done) -> verified(link, command, attempts - 1));
		}
		RedisClusterAsyncCommands<byte[], byte[]> commands = link.commands();
		renew(commands);
		// the command first: a generation that is in force afterwards was in force before
		CompletionStage<T> result = command.apply(commands, assumed);
		CompletionStage<byte @Nullable []> current = confirmation(commands);
		return current.thenCombine(server, (id, reached) -> {
			if (assumed.is(id, reached) && link.server().isCurrent(server) && !view.isDoubted()) {
				this.generation.confirm(view);
				return result;
			}
			return learn(link, view, id, reached).thenCombine(result, (done, value) -> value)
				.thenCompose((value) -> verified(link, command, attempts - 1));
		}).thenCompose((stage) -> stage);
	}

	private CompletionStage<byte @Nullable []> confirmation(RedisClusterAsyncCommands<byte[], byte[]> commands) {
		try {
			return value(commands, this.generation.key());
		}
		catch (BypassedException ex) {
			return CompletableFuture.failedFuture(BypassedException.HALF_SENT);
		}
	}

	private CompletionStage<Known> learn(Link link, View view, byte @Nullable [] id, String reached) {
		Known before = view.known();
		if (id == null || view.isDoubted() || (before != null && !before.server().equals(reached))) {
			return find(link, reached);
		}
		return CompletableFuture.completedStage(this.generation.learn(id, reached, view));
	}

	/**
	 * Finds the generation that is in force, or begins one: where there is none, where it
	 * was made on another server, where this process has used another server before,
	 * which may have taken evictions with it, and after an outage, in which others may
	 * not have reached the server.
	 */
	private CompletionStage<Known> find(Link link, String server) {
		View view = this.generation.view();
		Known before = view.known();
		if (view.isDoubted() || (before != null && !before.server().equals(server))) {
			return begin(link, server);
		}
		return value(link.commands(), this.generation.key()).thenCompose((found) -> {
			if (found == null) {
				return beginIfAbsent(link, server);
			}
			return startsWith(found, tag(server))
					? CompletableFuture.completedStage(this.generation.learn(found, server, view))
					: begin(link, server);
		});
	}

	private CompletionStage<Known> begin(Link link, String server) {
		byte[] fresh = newId(server);
		View view = this.generation.view();
		return link.commands()
			.set(this.generation.key(), fresh, SetArgs.Builder.px(this.generation.life()))
			.thenApply((reply) -> this.generation.learn(fresh, server, view));
	}

	/**
	 * Begins a generation and tells which one that has ended.
	 */
	private CompletionStage<Void> replace(Link link, String server) {
		byte[] fresh = newId(server);
		View view = this.generation.view();
		return link.commands()
			.setGet(this.generation.key(), fresh, SetArgs.Builder.px(this.generation.life()))
			.thenAccept((ended) -> {
				if (ended != null) {
					this.server.cleared(this.generation, ended);
				}
				this.generation.learn(fresh, server, view);
			})
			.exceptionallyCompose((failure) -> {
				if (CacheFailure.isWrongType(failure)) {
					// whatever stands in its place instead of an id: SET overwrites it
					return begin(link, server).thenAccept((known) -> {
					});
				}
				return CacheFailure.isFull(failure) ? end(link) : CompletableFuture.failedStage(failure);
			});
	}

	/**
	 * Ends a generation on a server that has no place for another one. What is not there
	 * is not served either.
	 */
	private CompletionStage<Void> end(Link link) {
		return link.commands().getdel(this.generation.key()).thenAccept((ended) -> {
			if (ended != null) {
				this.server.cleared(this.generation, ended);
			}
			this.generation.forget();
		});
	}

	private CompletionStage<Known> beginIfAbsent(Link link, String server) {
		SetArgs ifAbsent = SetArgs.Builder.nx().px(this.generation.life());
		View view = this.generation.view();
		CompletionStage<String> set = link.commands().set(this.generation.key(), newId(server), ifAbsent);
		return set.thenCompose((reply) -> value(link.commands(), this.generation.key()))
			.thenCompose((found) -> (found != null)
					? CompletableFuture.completedStage(this.generation.learn(found, server, view))
					: begin(link, server));
	}

	private void renew(RedisClusterAsyncCommands<byte[], byte[]> commands) {
		if (this.generation.isToBeRenewed()) {
			try {
				commands.pexpire(this.generation.key(), this.generation.life());
			}
			catch (BypassedException ex) {
				// it is renewed again long before it ends
			}
		}
	}

	private RedisClusterAsyncCommands<byte[], byte[]> commands() {
		return this.server.link().commands();
	}

	@SuppressWarnings("NullAway") // Lettuce's types do not say that an absent key is null
	private static CompletionStage<byte @Nullable []> value(RedisClusterAsyncCommands<byte[], byte[]> commands,
			byte[] key) {
		return commands.get(key);
	}

	private byte[] newId(String server) {
		return bytes(tag(server) + this.newGeneration.get());
	}

	/**
	 * What the ids of generations begin with that are made on a server.
	 */
	private static String tag(String server) {
		return server.isEmpty() ? "" : server.substring(0, Math.min(8, server.length())) + "-";
	}

	private CompletionStage<Found> value(RedisClusterAsyncCommands<byte[], byte[]> commands, Known known, String key) {
		byte[] entry = known.entry(key);
		return value(commands, entry).thenApply((bytes) -> found(commands, entry, bytes));
	}

	private Found found(RedisClusterAsyncCommands<byte[], byte[]> commands, byte[] entry, byte @Nullable [] stored) {
		return Found.of(entry, this.reads.read(commands, entry, stored));
	}

	private static byte[] millis(Lived lived) {
		return bytes(Long.toString(lived.life()));
	}

	private static boolean startsWith(byte[] text, String beginning) {
		return new String(text, StandardCharsets.UTF_8).startsWith(beginning);
	}

	private static byte[][] keys(byte[] key) {
		return new byte[][] { key };
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
