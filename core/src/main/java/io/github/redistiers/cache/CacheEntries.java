package io.github.redistiers.cache;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

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
 * An entry's key is
 * <code>&lt;prefix&gt;cache:&lt;name&gt;:&lt;generation&gt;:&lt;key&gt;</code>; which
 * generation that is, {@link GenerationInForce} knows. Every entry expires after the time
 * to live.
 */
class CacheEntries {

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

	private final GenerationInForce inForce;

	CacheEntries(CacheServer server, Generation generation, ExtendingReads reads, Duration leaseLife,
			Supplier<String> newGeneration) {
		this.server = server;
		this.generation = generation;
		this.reads = reads;
		this.leaseLife = bytes(Long.toString(leaseLife.toMillis()));
		this.inForce = new GenerationInForce(server, generation, newGeneration);
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
		return this.inForce.run((commands, known) -> value(commands, known, key));
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
			byte[] stored = patience.awaitCommand(GenerationInForce.value(commands, entry).toCompletableFuture());
			if (this.inForce.hasHeld(trust, view)) {
				return found(commands, entry, stored);
			}
		}
		return patience.await(this.inForce.verified(link, (commands, generation) -> value(commands, generation, key))
			.toCompletableFuture());
	}

	/**
	 * Reads an entry, and takes the lease of filling it if there is no value.
	 */
	CompletableFuture<Found> lease(String key) {
		byte[] token = Lease.newToken();
		return this.inForce.run((commands, known) -> {
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
		return this.inForce.run((commands, known) -> commands.set(known.entry(key), lived.stored(), expiry));
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
			if (this.inForce.hasHeld(trust, view)) {
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
		return this.inForce.runOnce((commands, known) -> {
			byte[] entry = known.entry(key);
			return PUT_IF_ABSENT.<byte @Nullable []>run(commands, keys(entry), lived.stored(), millis(lived))
				.thenApply((present) -> this.reads.read(commands, entry, present));
		});
	}

	CompletableFuture<?> evict(String key) {
		return this.inForce.run((commands, known) -> commands.del(known.entry(key)));
	}

	/**
	 * Answers whether there was a value.
	 */
	CompletableFuture<Boolean> evictIfPresent(String key) {
		return this.inForce.runOnce((commands, known) -> EVICT.run(commands, keys(known.entry(key))));
	}

	/**
	 * Starts a new generation.
	 */
	CompletableFuture<?> clear() {
		return this.inForce.replace();
	}

	private RedisClusterAsyncCommands<byte[], byte[]> commands() {
		return this.server.link().commands();
	}

	private CompletionStage<Found> value(RedisClusterAsyncCommands<byte[], byte[]> commands, Known known, String key) {
		byte[] entry = known.entry(key);
		return GenerationInForce.value(commands, entry).thenApply((bytes) -> found(commands, entry, bytes));
	}

	private Found found(RedisClusterAsyncCommands<byte[], byte[]> commands, byte[] entry, byte @Nullable [] stored) {
		return Found.of(entry, this.reads.read(commands, entry, stored));
	}

	private static byte[] millis(Lived lived) {
		return bytes(Long.toString(lived.life()));
	}

	private static byte[][] keys(byte[] key) {
		return new byte[][] { key };
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
