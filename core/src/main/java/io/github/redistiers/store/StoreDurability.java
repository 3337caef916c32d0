package io.github.redistiers.store;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.github.redistiers.store.durability.DurableWrites;
import io.github.redistiers.store.durability.DurableWrites.Store;
import io.github.redistiers.store.durability.UnconfirmedException;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.DataAccessException;
import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Makes calls as durable as is declared.
 */
final class StoreDurability implements AutoCloseable {

	private static final Log logger = LogFactory.getLog(StoreRepositories.class);

	private final StoreExceptionTranslation translation;

	private final Map<DurabilityLevel, DurableWrites> writes = new EnumMap<>(DurabilityLevel.class);

	private final RedisConnectionFactory connectionFactory;

	private final Supplier<RedisClusterAsyncCommands<byte[], byte[]>> shared;

	private final String keyPrefix;

	private final DurabilitySettings settings;

	StoreDurability(RedisConnectionFactory connectionFactory,
			Supplier<RedisClusterAsyncCommands<byte[], byte[]>> shared, String keyPrefix, DurabilitySettings settings) {
		this.connectionFactory = connectionFactory;
		this.translation = StoreExceptionTranslation.of(connectionFactory);
		this.shared = shared;
		this.keyPrefix = keyPrefix;
		this.settings = settings;
	}

	DurabilitySettings settings() {
		return this.settings;
	}

	/**
	 * Refuses a level that the store is not made for. A store that is not there now is
	 * asked before the first change.
	 * @param who declares it
	 * @throws InvalidDeclarationException if the store's configuration is the cause
	 */
	void require(DurabilityLevel level, String who) {
		if (level == DurabilityLevel.SERVER) {
			return;
		}
		try {
			writes(level).check().toCompletableFuture().get(this.settings.timeout().toMillis(), TimeUnit.MILLISECONDS);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException | TimeoutException ex) {
			Throwable cause = StoreExceptionTranslation.cause(ex);
			if (cause instanceof UnconfirmedException reason && !reason.remedy().isEmpty() && !mayPass(level)) {
				throw new InvalidDeclarationException(
						"%s is declared %s, but %s.".formatted(who, level, reason.getMessage()), reason.remedy());
			}
			if (this.translation.ofOwnCall(cause) instanceof StoreRefusedException refused) {
				throw new InvalidDeclarationException("%s is declared %s, but the store's user may not find out: %s"
					.formatted(who, level, refused.getMessage()),
						"Permit it INFO, SET, RENAME, PEXPIRE, WAIT and WAITAOF.");
			}
			logger.warn("%s is declared %s, which cannot be confirmed now: %s".formatted(who, level,
					(cause.getMessage() != null) ? cause.getMessage() : cause));
		}
	}

	/**
	 * Whether replicas are missing that Sentinel, or the cluster, will bring.
	 */
	private boolean mayPass(DurabilityLevel level) {
		return level == DurabilityLevel.REPLICATED && this.connectionFactory instanceof LettuceConnectionFactory lettuce
				&& (lettuce.isClusterAware() || lettuce.isRedisSentinelAware());
	}

	/**
	 * The commands of the shared connection, whose answers wait for a level.
	 * @param usage counts what is sent, or {@code null}
	 */
	RedisClusterAsyncCommands<byte[], byte[]> commands(DurabilityLevel level, @Nullable RepositoryUsage usage) {
		if (level == DurabilityLevel.SERVER) {
			RedisClusterAsyncCommands<byte[], byte[]> commands = this.shared.get();
			return (usage != null) ? usage.counted(commands) : commands;
		}
		return writes(level).commands((usage != null) ? usage::counted : UnaryOperator.identity());
	}

	/**
	 * Whether a level's commands are there without anybody waiting for a connection, that
	 * of {@link DurabilityLevel#SERVER} always.
	 */
	boolean isOpen(DurabilityLevel level) {
		return level == DurabilityLevel.SERVER || writes(level).isOpen();
	}

	private synchronized DurableWrites writes(DurabilityLevel level) {
		return this.writes.computeIfAbsent(level, this::begin);
	}

	private DurableWrites begin(DurabilityLevel level) {
		Store store = new Store(this.connectionFactory, this.shared, this.keyPrefix,
				(failure) -> notSent(level, failure), (failure) -> unconfirmed(level, failure));
		return (level == DurabilityLevel.FSYNCED)
				? DurableWrites.onDisk(store, this.settings.timeout(), this.settings.assumedAppendfsync())
				: DurableWrites.onReplicas(store, this.settings.timeout(), this.settings.replicas());
	}

	private DataAccessException notSent(DurabilityLevel level, Throwable failure) {
		Throwable cause = StoreExceptionTranslation.cause(failure);
		if (cause instanceof UnconfirmedException reason) {
			String message = "The store tier cannot make this change durable (%s), so it was not sent: %s.%s"
				.formatted(level, reason.getMessage(), reason.remedy().isEmpty() ? "" : " " + reason.remedy());
			return (level == DurabilityLevel.FSYNCED) ? new StoreNotPersistingException(message, Applied.NO, cause)
					: new TooFewReplicasException(message, Applied.NO, cause);
		}
		RuntimeException named = this.translation.ofOwnCall(cause);
		return (named instanceof DataAccessException known && named instanceof StoreFailure told
				&& told.applied() == Applied.NO)
						? known
						: new StoreUnavailableException(
								"The store tier could not be asked whether it makes this change"
										+ " durable (%s), so it was not sent: %s".formatted(level, named.getMessage()),
								Applied.NO, cause);
	}

	private NotDurableInTimeException unconfirmed(DurabilityLevel level, Throwable failure) {
		Throwable cause = StoreExceptionTranslation.cause(failure);
		return new NotDurableInTimeException(
				"The store tier has made this change, but it is not known to be %s: %s".formatted(
						(level == DurabilityLevel.FSYNCED) ? "on the disk" : "on its replicas", cause.getMessage()),
				cause);
	}

	@Override
	public synchronized void close() {
		this.writes.values().forEach(DurableWrites::close);
		this.writes.clear();
	}

}
