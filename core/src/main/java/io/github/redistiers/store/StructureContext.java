package io.github.redistiers.store;

import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import io.github.redistiers.tracking.KeyTracking;
import io.github.redistiers.tracking.KeyTrackingListener;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * What a structure is given for one repository.
 *
 * @since 0.1.0
 */
public final class StructureContext {

	private final Class<?> declaredType;

	private final RepositoryName name;

	private final String keyPrefix;

	private final StoreCalls calls;

	private final StructureParts parts;

	private final DurabilityLevel durability;

	private final RepositoryUsage usage;

	StructureContext(Class<?> declaredType, RepositoryName name, String keyPrefix, StoreCalls calls,
			StructureParts parts, DurabilityLevel durability, RepositoryUsage usage) {
		this.declaredType = declaredType;
		this.name = name;
		this.keyPrefix = keyPrefix;
		this.calls = calls;
		this.parts = parts;
		this.durability = durability;
		this.usage = usage;
	}

	/**
	 * The same for methods that are declared more or less durable.
	 */
	StructureContext with(DurabilityLevel durability) {
		return new StructureContext(this.declaredType, this.name, this.keyPrefix, this.calls, this.parts, durability,
				this.usage);
	}

	RepositoryUsage usage() {
		return this.usage;
	}

	/**
	 * Whether calls go to the same store.
	 */
	boolean isOn(StoreCalls calls) {
		return this.calls == calls;
	}

	/**
	 * The interface that the application declared, for what it says in annotations and
	 * type arguments.
	 * @return the interface
	 */
	public Class<?> declaredType() {
		return this.declaredType;
	}

	/**
	 * The repository's name and group.
	 * @return the name
	 */
	public RepositoryName name() {
		return this.name;
	}

	/**
	 * What every key of the application begins with.
	 * @return such as {@code shop:}; may be empty
	 */
	public String keyPrefix() {
		return this.keyPrefix;
	}

	/**
	 * How durable changes are when {@link #call} returns.
	 * @return the level
	 */
	public DurabilityLevel durability() {
		return this.durability;
	}

	/**
	 * The store's connection factory, for connections beside the shared one: see
	 * {@link io.github.redistiers.connection.SeparateConnections}.
	 * @return the factory
	 */
	public RedisConnectionFactory connectionFactory() {
		return this.calls.connectionFactory();
	}

	/**
	 * The repository's keys.
	 * @param structure what they begin with after the prefix, such as {@code counter}
	 * @return the keys
	 */
	public StructureKeys keys(String structure) {
		return keys(structure, false);
	}

	/**
	 * The keys of a repository all of whose keys share one cluster slot, in a group or
	 * not: such as {@code shop:queue:{orders}:ready}, in a group
	 * {@code shop:queue:{checkout}:orders:ready}.
	 * @param structure what they begin with after the prefix, such as {@code queue}
	 * @return the keys, which stay as they are written
	 */
	public StructureKeys keysInOneSlot(String structure) {
		return keys(structure, true);
	}

	private StructureKeys keys(String structure, boolean tagged) {
		StructureKeys keys = new StructureKeys(this.keyPrefix, structure, this.name, tagged);
		this.usage.has(structure, keys.patterns());
		return keys;
	}

	/**
	 * The key of a repository that has one alone.
	 * @param structure what it begins with after the prefix, such as {@code flag}
	 * @return the key, such as {@code shop:flag:features}
	 */
	public String onlyKey(String structure) {
		String key = this.keyPrefix + structure + ":" + this.name.inKey();
		this.usage.has(structure, List.of(StructureKeys.escaped(key)));
		return key;
	}

	/**
	 * What all repositories on this store share: a thread, a connection, what one of them
	 * knows. It is closed with the {@link StoreRepositories}.
	 * @param <T> its type
	 * @param type its type, of which there is one
	 * @param maker makes it when it is asked for first
	 * @return the same for each repository
	 */
	public <T extends AutoCloseable> T shared(Class<T> type, Supplier<T> maker) {
		return this.parts.get(type, maker);
	}

	/**
	 * Has the server tell of changes of keys.
	 * @param prefixes what the keys begin with; none may be the beginning of another
	 * @param listener hears of the changes
	 * @return not started yet, and to be closed by the caller; {@code null} where it
	 * cannot be had: in a cluster, or with a connection factory of the application's own
	 */
	public @Nullable KeyTracking tracking(List<String> prefixes, KeyTrackingListener listener) {
		return this.calls.tracking(prefixes, listener);
	}

	/**
	 * Makes a call on the store tier's shared connection that may change something, and
	 * waits for its answer and for the {@link Durability} that is declared. It is sent
	 * once, and each of its commands is waited for no longer than the store's time limit
	 * and what durability may take.
	 * @param <T> what comes back
	 * @param call one command, or one script that writes nothing before the command that
	 * a full server refuses
	 * @return its answer
	 * @throws org.springframework.dao.DataAccessException if the store did not do what
	 * was asked, or it is not known whether it did: a {@link StoreFailure}, unless the
	 * server objects to this call alone
	 */
	public <T extends @Nullable Object> T call(StoreCall<T> call) {
		return this.calls.call(call, this.durability, this.usage);
	}

	/**
	 * Makes a call on the store tier's shared connection that may change something.
	 * @param <T> what comes back
	 * @param call as with {@link #call}
	 * @return its answer, which fails as {@link #call} throws; this method throws nothing
	 */
	public <T extends @Nullable Object> CompletionStage<T> callAsync(StoreCall<T> call) {
		return this.calls.callAsync(call, this.durability, this.usage);
	}

	/**
	 * Makes a call that changes nothing, as {@link #call} does otherwise.
	 * @param <T> what comes back
	 * @param call as with {@link #call}
	 * @return its answer
	 */
	public <T extends @Nullable Object> T read(StoreCall<T> call) {
		return this.calls.call(call, DurabilityLevel.SERVER, null);
	}

	/**
	 * Makes a call that changes nothing, as {@link #callAsync} does otherwise.
	 * @param <T> what comes back
	 * @param call as with {@link #call}
	 * @return its answer
	 */
	public <T extends @Nullable Object> CompletionStage<T> readAsync(StoreCall<T> call) {
		return this.calls.callAsync(call, DurabilityLevel.SERVER, null);
	}

	/**
	 * Waits for anything, no longer than {@link #call} waits for one command.
	 * @param <T> what comes back
	 * @param answer the answer
	 * @return the answer
	 * @throws org.springframework.dao.DataAccessException as {@link #call} does
	 */
	public <T extends @Nullable Object> T await(CompletionStage<T> answer) {
		return this.calls.await(answer, this.durability);
	}

	/**
	 * Waits for what ends with the answers of {@link #callAsync} and nothing else: each
	 * of those ends by itself, so this has no limit of its own.
	 * @param <T> what comes back
	 * @param answers the answers
	 * @return the answer
	 * @throws org.springframework.dao.DataAccessException as {@link #call} does
	 */
	public <T extends @Nullable Object> T awaitCalls(CompletionStage<T> answers) {
		return this.calls.awaitCalls(answers, this.durability);
	}

	/**
	 * Runs a script of the application's own, as {@link #call} does. It may have written
	 * before it failed, so {@link StoreFailure#applied()} is {@link Applied#UNKNOWN}
	 * where the server may have begun to run it.
	 * @param <T> what comes back
	 * @param call the script
	 * @return its answer
	 */
	public <T extends @Nullable Object> T callScript(StoreCall<T> call) {
		return this.calls.callScript(call, this.durability, this.usage);
	}

	/**
	 * Runs a script of the application's own, as {@link #callAsync} does.
	 * @param <T> what comes back
	 * @param call the script
	 * @return its answer, which fails as {@link #callScript} throws; this method throws
	 * nothing
	 */
	public <T extends @Nullable Object> CompletionStage<T> callScriptAsync(StoreCall<T> call) {
		return this.calls.callScriptAsync(call, this.durability, this.usage);
	}

}
