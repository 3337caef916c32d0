package io.github.redistiers.store.durability;

import java.net.SocketAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.github.redistiers.connection.RedirectWatch;
import io.lettuce.core.AbstractRedisAsyncCommands;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.protocol.AsyncCommand;
import io.lettuce.core.protocol.RedisCommand;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Makes commands on the connection that all callers share answer when what they changed
 * is durable.
 * <p>
 * WAIT and WAITAOF answer for what their own connection has written, and they hold up
 * what is sent after them. So they have a connection of their own. That it reaches the
 * server that made the change is shown by a mark, which the shared connection writes
 * after the change and the other finds; and by the primary being the same, at one
 * stretch, before the change was sent as after it was answered.
 *
 * @since 0.1.0
 */
public final class DurableWrites implements AutoCloseable {

	private final Store store;

	private final Proof proof;

	private final Duration timeout;

	private final WaitingConnection waiting;

	/**
	 * By the id of the node.
	 */
	private final Map<String, PrimaryWrites> primaries = new ConcurrentHashMap<>();

	/**
	 * Counts the connections that were made: each may reach another server.
	 */
	private final AtomicLong connections = new AtomicLong();

	private final RedisConnectionStateListener listener = new RedisConnectionStateListener() {

		@Override
		public void onRedisConnected(RedisChannelHandler<?, ?> connection, SocketAddress address) {
			DurableWrites.this.connections.incrementAndGet();
		}

	};

	private volatile @Nullable AbstractRedisClient heard;

	/**
	 * By the commands that they send with, all of which are those of one connection.
	 */
	private final Map<RedisClusterAsyncCommands<byte[], byte[]>, RedisClusterAsyncCommands<byte[], byte[]>> durable = new ConcurrentHashMap<>();

	private volatile @Nullable RedisClusterAsyncCommands<byte[], byte[]> shared;

	private DurableWrites(Store store, Proof proof, Duration timeout) {
		this.store = store;
		this.proof = proof;
		this.timeout = timeout;
		this.waiting = new WaitingConnection(store.connectionFactory(), store.keyPrefix(),
				UUID.randomUUID().toString());
	}

	/**
	 * Changes that are on the primary's disk.
	 * @param store where they are made
	 * @param timeout how long that may take
	 * @param assumedAppendfsync what {@code appendfsync} is where the server refuses to
	 * tell it, or {@code null}
	 * @return what waits until they are
	 */
	public static DurableWrites onDisk(Store store, Duration timeout, @Nullable String assumedAppendfsync) {
		return new DurableWrites(store, new DiskProof(timeout, assumedAppendfsync), timeout);
	}

	/**
	 * Changes that replicas have received.
	 * @param store where they are made
	 * @param timeout how long that may take
	 * @param replicas how many replicas
	 * @return what waits until they have
	 */
	public static DurableWrites onReplicas(Store store, Duration timeout, int replicas) {
		return new DurableWrites(store, new ReplicaProof(replicas, timeout), timeout);
	}

	/**
	 * Looks whether all primaries can make changes durable.
	 * @return completes if they can; fails with {@link UnconfirmedException} if one
	 * cannot, and otherwise if one cannot be asked
	 */
	public CompletionStage<?> check() {
		try {
			open();
			return CompletableFuture.allOf(this.waiting.ids()
				.stream()
				.map((id) -> primary(id).ground().toCompletableFuture())
				.toArray(CompletableFuture[]::new));
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedStage(ex);
		}
	}

	/**
	 * Makes the shared connection's commands durable. Blocks only to open a connection
	 * for the first time.
	 * @param own makes of the shared connection's commands those of the caller, always
	 * the same of the same; they send on that connection too
	 * @return commands that fail as {@link Store} says
	 * @throws RuntimeException if the store is not there
	 */
	public RedisClusterAsyncCommands<byte[], byte[]> commands(
			UnaryOperator<RedisClusterAsyncCommands<byte[], byte[]>> own) {
		RedisClusterAsyncCommands<byte[], byte[]> commands = this.store.shared().get();
		open();
		if (commands != this.shared) {
			this.durable.clear();
			this.shared = commands;
		}
		RedisClusterAsyncCommands<byte[], byte[]> sending = own.apply(commands);
		RedisClusterAsyncCommands<byte[], byte[]> made = this.durable.get(sending);
		return (made != null) ? made : this.durable.computeIfAbsent(sending, this::durable);
	}

	@SuppressWarnings({ "deprecation", "unchecked" })
	private RedisClusterAsyncCommands<byte[], byte[]> durable(RedisClusterAsyncCommands<byte[], byte[]> sending) {
		var commands = (AbstractRedisAsyncCommands<byte[], byte[]>) sending;
		StatefulConnection<byte[], byte[]> connection = commands.getConnection();
		return (connection instanceof StatefulRedisClusterConnection<byte[], byte[]> cluster)
				? new DurableClusterCommands(cluster, commands, this)
				: new DurableNodeCommands((StatefulRedisConnection<byte[], byte[]>) connection, commands, this);
	}

	/**
	 * Sends a command when its primary can make durable what it changes.
	 * @param id the primary, as far as is known
	 * @param command the command
	 * @param commands what sends it
	 * @param destination the primary that it would be sent to at this moment
	 * @return completes when what it changed is durable
	 */
	<T> AsyncCommand<byte[], byte[], T> send(String id, RedisCommand<byte[], byte[], T> command,
			AbstractRedisAsyncCommands<byte[], byte[]> commands, Supplier<@Nullable String> destination) {
		AsyncCommand<byte[], byte[], T> answer = new AsyncCommand<>(command);
		PrimaryWrites primary = primary(id);
		primary.ground().whenComplete((ground, failure) -> {
			if (failure != null) {
				answer.completeExceptionally(this.store.notSent().apply(failure));
			}
			else {
				send(command, commands, () -> id.equals(destination.get()), primary, ground, answer);
			}
		});
		return answer;
	}

	private <T> void send(RedisCommand<byte[], byte[], T> command, AbstractRedisAsyncCommands<byte[], byte[]> commands,
			BooleanSupplier stays, PrimaryWrites primary, Ground ground, AsyncCommand<byte[], byte[], T> answer) {
		Map<PrimaryWrites, @Nullable Ground> others = lastKnown();
		AtomicBoolean redirected = new AtomicBoolean();
		CompletionStage<T> sent = sent(new RedirectWatch<>(command, () -> redirected.set(true)), commands);
		if (!stays.getAsBoolean()) {
			// its slot has moved while it was not sent: it went straight to another
			redirected.set(true);
		}
		sent.whenComplete((value, failure) -> {
			if (failure != null) {
				answer.completeExceptionally(failure);
				return;
			}
			CompletionStage<?> confirmed = redirected.get() ? confirm(others) : primary.confirm(ground);
			confirmed.whenComplete((found, late) -> {
				if (late != null) {
					answer.completeExceptionally(this.store.unconfirmed().apply(late));
				}
				else {
					answer.complete();
				}
			});
		});
	}

	private static <T> CompletionStage<T> sent(RedisCommand<byte[], byte[], T> command,
			AbstractRedisAsyncCommands<byte[], byte[]> commands) {
		try {
			return commands.dispatch(command);
		}
		catch (RuntimeException ex) {
			return CompletableFuture.failedStage(ex);
		}
	}

	/**
	 * Which primary a redirected command has reached is not known: any of them.
	 */
	private CompletionStage<?> confirm(Map<PrimaryWrites, @Nullable Ground> before) {
		return this.waiting.refresh()
			.thenCompose((refreshed) -> CompletableFuture.allOf(this.waiting.ids()
				.stream()
				.map(this::primary)
				.map((primary) -> primary.confirm(before.get(primary)).toCompletableFuture())
				.toArray(CompletableFuture[]::new)));
	}

	private Map<PrimaryWrites, @Nullable Ground> lastKnown() {
		if (this.primaries.size() == 1) {
			return Map.of();
		}
		Map<PrimaryWrites, @Nullable Ground> known = new HashMap<>();
		this.primaries.values().forEach((primary) -> known.put(primary, primary.lastKnown()));
		return known;
	}

	private PrimaryWrites primary(String id) {
		PrimaryWrites met = this.primaries.get(id);
		return (met != null) ? met
				: this.primaries.computeIfAbsent(id, (node) -> new PrimaryWrites(() -> this.waiting.primary(node),
						this.waiting::refresh, this.store.shared(), this.connections::get, this.proof, this.timeout));
	}

	/**
	 * Whether {@link #commands} need not open a connection.
	 * @return whether there is one
	 */
	public boolean isOpen() {
		return this.waiting.isOpen();
	}

	private void open() {
		AbstractRedisClient client = (this.store.connectionFactory() instanceof LettuceConnectionFactory lettuce)
				? lettuce.getNativeClient() : null;
		if (client != this.heard) {
			listen(client);
		}
		if (!this.waiting.isOpen()) {
			this.waiting.open();
		}
	}

	private synchronized void listen(@Nullable AbstractRedisClient client) {
		if (client != null && client != this.heard) {
			client.addListener(this.listener);
			this.connections.incrementAndGet();
		}
		this.heard = client;
	}

	@Override
	public void close() {
		AbstractRedisClient client = this.heard;
		if (client != null) {
			client.removeListener(this.listener);
		}
		this.waiting.close();
	}

	/**
	 * Where changes are made, and what their failures are called.
	 *
	 * @param connectionFactory the store's
	 * @param shared the commands of the connection that all callers share
	 * @param keyPrefix what every key begins with
	 * @param notSent names why a change was not sent
	 * @param unconfirmed names why it is not known that a change is durable
	 */
	public record Store(RedisConnectionFactory connectionFactory,
			Supplier<RedisClusterAsyncCommands<byte[], byte[]>> shared, String keyPrefix,
			Function<Throwable, RuntimeException> notSent, Function<Throwable, RuntimeException> unconfirmed) {

	}

}
