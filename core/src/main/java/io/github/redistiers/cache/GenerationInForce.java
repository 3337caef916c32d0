package io.github.redistiers.cache;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Supplier;

import io.github.redistiers.breaker.BypassedException;
import io.github.redistiers.cache.CacheServer.Link;
import io.github.redistiers.cache.CacheServer.Trust;
import io.github.redistiers.cache.Generation.Known;
import io.github.redistiers.cache.Generation.View;
import io.lettuce.core.SetArgs;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

/**
 * Finds one cache's generation that is in force on its server, begins another where there
 * has to be one, and runs commands in it.
 * <p>
 * The key <code>&lt;prefix&gt;cache-generation:&lt;name&gt;</code> holds a random id. The
 * server tells the connection when it changes, before it answers whatever it is asked
 * afterwards; then, and where it cannot tell, and once a second anyway, a call asks for
 * the generation in the same round trip. If the generation is another one, the call is
 * made again in that. Losing the generation's key loses entries, never brings old ones
 * back.
 * <p>
 * A generation is bound to the server process that it was made on: another one, after a
 * restart or a failover, may have missed evictions, so each process of the application
 * that meets it begins a new generation.
 * <p>
 * Its key expires when no process has used the cache for much longer than an entry lives.
 */
final class GenerationInForce {

	private static final int ATTEMPTS = 8;

	private final CacheServer server;

	private final Generation generation;

	private final Supplier<String> newIds;

	GenerationInForce(CacheServer server, Generation generation, Supplier<String> newIds) {
		this.server = server;
		this.generation = generation;
		this.newIds = newIds;
	}

	/**
	 * Runs a command in the generation that is in force, and again if that was another
	 * one.
	 */
	<T extends @Nullable Object> CompletableFuture<T> run(
			BiFunction<RedisClusterAsyncCommands<byte[], byte[]>, Known, CompletionStage<T>> command) {
		Link link = this.server.link();
		Trust trust = this.server.trust();
		View view = this.generation.view();
		Known known = view.known();
		if (trust == null || known == null || !view.isBelieved()) {
			return verified(link, command).toCompletableFuture();
		}
		return command.apply(link.commands(), known).toCompletableFuture().thenCompose((result) -> {
			return hasHeld(trust, view) ? CompletableFuture.completedStage(result) : verified(link, command);
		});
	}

	/**
	 * Runs a command whose second run in one generation would answer otherwise than the
	 * first. A change that is told may be that of a generation that stays as it was.
	 */
	<T extends @Nullable Object> CompletableFuture<T> runOnce(
			BiFunction<RedisClusterAsyncCommands<byte[], byte[]>, Known, CompletionStage<T>> command) {
		return verified(this.server.link(), command).toCompletableFuture();
	}

	/**
	 * Whether what was done under that trust was done in that generation: a change of it
	 * before would have been told before the answer.
	 */
	boolean hasHeld(Trust trust, View view) {
		return this.server.trust() == trust && view.hasHeldUntil(this.generation.view());
	}

	/**
	 * Runs a command in the generation that is in force when it runs.
	 */
	<T extends @Nullable Object> CompletionStage<T> verified(Link link,
			BiFunction<RedisClusterAsyncCommands<byte[], byte[]>, Known, CompletionStage<T>> command) {
		return verified(link, command, ATTEMPTS);
	}

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
	 * Begins a generation in any case.
	 */
	CompletableFuture<?> replace() {
		Link link = this.server.link();
		return link.server().id().thenCompose((reached) -> replace(link, reached));
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

	@SuppressWarnings("NullAway") // Lettuce's types do not say that an absent key is null
	static CompletionStage<byte @Nullable []> value(RedisClusterAsyncCommands<byte[], byte[]> commands, byte[] key) {
		return commands.get(key);
	}

	private byte[] newId(String server) {
		return bytes(tag(server) + this.newIds.get());
	}

	/**
	 * What the ids of generations begin with that are made on a server.
	 */
	private static String tag(String server) {
		return server.isEmpty() ? "" : server.substring(0, Math.min(8, server.length())) + "-";
	}

	private static boolean startsWith(byte[] text, String beginning) {
		return new String(text, StandardCharsets.UTF_8).startsWith(beginning);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
