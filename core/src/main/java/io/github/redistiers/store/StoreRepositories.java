package io.github.redistiers.store;

import java.lang.reflect.Method;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.github.redistiers.connection.SharedCommands;

import org.springframework.core.NativeDetector;
import org.springframework.data.redis.connection.RedisConnectionFactory;

/**
 * Makes repositories at run time, for names that are only known then. What is declared
 * with {@link StoreRepository} is made by the container and injected by type.
 * <p>
 * Making a repository sends nothing to the server, except the application's own scripts,
 * which it compiles. Two repositories of the same structure and name work on the same
 * keys.
 *
 * @since 0.1.0
 */
public final class StoreRepositories implements AutoCloseable {

	private static final int MOST_REPORTED = 1000;

	private final List<StructureFactory<?>> structures;

	private final String keyPrefix;

	private final StoreCalls calls;

	private final StructureParts parts = new StructureParts();

	private final Map<List<Object>, RepositoryUsage> usages = new ConcurrentHashMap<>();

	/**
	 * Makes repositories on one store.
	 * @param connectionFactory the store tier's
	 * @param keyPrefix what every key begins with, such as {@code shop:}; may be empty
	 * @param commands what commands pass, such as the same {@link StoreBreakers} that the
	 * connection factory has
	 * @param retry how often calls are made again
	 * @param durability how durable changes are where nothing is declared
	 * @param structures the structures that an interface can extend
	 * @throws InvalidDeclarationException if the prefix has braces, which would move the
	 * hash tag
	 */
	public StoreRepositories(RedisConnectionFactory connectionFactory, String keyPrefix, SharedCommands commands,
			StoreRetrySettings retry, DurabilitySettings durability, List<StructureFactory<?>> structures) {
		if (keyPrefix.indexOf('{') >= 0 || keyPrefix.indexOf('}') >= 0) {
			throw new InvalidDeclarationException(
					"The store's key prefix \"%s\" has braces, which would decide the cluster slot of every key."
						.formatted(keyPrefix),
					"Set redis-tiers.store.key-prefix to a text without braces.");
		}
		this.calls = new StoreCalls(connectionFactory, keyPrefix, commands, retry, durability);
		this.keyPrefix = keyPrefix;
		this.structures = List.copyOf(structures);
	}

	/**
	 * Makes the repository that an interface declares with {@link StoreRepository}.
	 * @param <R> the interface
	 * @param type the interface
	 * @return a repository that many threads may use
	 * @throws InvalidDeclarationException if the declaration cannot work
	 */
	public <R> R create(Class<R> type) {
		return create(type, StoreRepositoryDeclaration.of(type).name());
	}

	/**
	 * Makes a repository under a name of its own.
	 * @param <R> the interface
	 * @param type a structure's interface or one that extends it; an annotation on it is
	 * not looked at
	 * @param name the name
	 * @return a repository that many threads may use
	 * @throws InvalidDeclarationException if the interface or the name cannot work
	 */
	public <R> R create(Class<R> type, String name) {
		return create(type, RepositoryName.of(name));
	}

	/**
	 * Makes a repository under a name and in a group of its own.
	 * @param <R> the interface
	 * @param type a structure's interface or one that extends it; an annotation on it is
	 * not looked at
	 * @param name the name and group
	 * @return a repository that many threads may use
	 * @throws InvalidDeclarationException if the interface cannot work
	 */
	public <R> R create(Class<R> type, RepositoryName name) {
		StructureFactory<?> structure = structureOf(StoreRepositoryDeclaration.requireInterface(type));
		DeclaredDurability durability = DeclaredDurability.of(type, this.calls.durability().settings().level());
		durability.levels().forEach((level) -> this.calls.durability().require(level, type.getName()));
		return create(type, structure, durability, new StructureContext(type, name, this.keyPrefix, this.calls,
				this.parts, durability.ofType(), usage(structure.structure(), type, name)));
	}

	/**
	 * Makes changes of several repositories of one group in one step, by one script: all
	 * of them, or none if one is refused, such as a hold of what is sold out.
	 *
	 * <pre class="code">
	 * StoreChange&lt;ReservationOutcome&gt; hold = stock.changes().reserve("tea", 2, "order-17", minutes);
	 * StoreChange&lt;List&lt;Enqueued&gt;&gt; job = orders.changes().enqueue(new OrderPlaced("order-17"), options);
	 * if (!repositories.applyTogether(hold, job).isApplied()) {
	 * 	// sold out, and nobody will hear of the order
	 * }
	 * </pre>
	 *
	 * In Redis this is one script, put together from those that make each change alone;
	 * it also asks for the TYPE of each key that it writes. The changes are as durable as
	 * the most durable of their repositories is declared. If they have ids, they may be
	 * made again after a failure. A full server refuses all of them or none.
	 * @param changes at least one; no two of the same thing, such as the same item
	 * @return what became of them
	 * @throws IllegalArgumentException if the repositories are not in one group, or two
	 * changes are of the same thing
	 * @throws org.springframework.dao.DataAccessException if the store failed, or what a
	 * change throws alone; nothing was changed then, unless a {@link StoreFailure} says
	 * otherwise
	 */
	public TogetherOutcome applyTogether(StoreChange<?>... changes) {
		ChangesTogether together = new ChangesTogether(List.of(changes), this.calls);
		return this.calls.call(together, together.durability(), null);
	}

	/**
	 * Makes changes of several repositories of one group in one step, without waiting.
	 * @param changes at least one; no two of the same thing
	 * @return what became of them; fails as {@link #applyTogether} throws
	 */
	public CompletionStage<TogetherOutcome> applyTogetherAsync(StoreChange<?>... changes) {
		ChangesTogether together = new ChangesTogether(List.of(changes), this.calls);
		return this.calls.callAsync(together, together.durability(), null);
	}

	private <R, S> R create(Class<R> type, StructureFactory<S> structure, DeclaredDurability durability,
			StructureContext context) {
		// one for each level, as a structure does not know which of its methods is called
		Map<DurabilityLevel, S> structures = new EnumMap<>(DurabilityLevel.class);
		durability.levels().forEach((level) -> structures.put(level, structure.create(context.with(level))));
		Function<Method, S> ofMethod = (method) -> Objects.requireNonNull(structures.get(durability.of(method)));
		Function<Method, Optional<RepositoryMethod>> annotated = (method) -> annotated(method,
				context.with(durability.of(method)));
		String description = "%s(%s)".formatted(type.getSimpleName(), context.name().inKey());
		// a native image makes no classes
		return (structure.isReadFromMemory() && !NativeDetector.inNativeImage())
				? DirectRepository.create(type, structure.structure(), ofMethod, annotated, description)
				: RepositoryProxy.create(type, structure.structure(), ofMethod, annotated, description);
	}

	/**
	 * Those that are made for ever new names are not remembered beyond a number.
	 */
	private RepositoryUsage usage(Class<?> structure, Class<?> type, RepositoryName name) {
		List<Object> key = List.of(structure, name);
		RepositoryUsage known = this.usages.get(key);
		if (known == null && this.usages.size() >= MOST_REPORTED) {
			return new RepositoryUsage(type, name);
		}
		return this.usages.computeIfAbsent(key, (absent) -> new RepositoryUsage(type, name));
	}

	/**
	 * Reports the repositories that were made in this process, the first thousand of
	 * different structures or names. Nothing is asked of the server.
	 * @return a report for each, those that have sent most first
	 */
	public List<RepositoryReport> reports() {
		return this.usages.values()
			.stream()
			.map(RepositoryUsage::report)
			.sorted(Comparator.comparingLong(RepositoryReport::bytesSent)
				.reversed()
				.thenComparing((report) -> report.name().inKey()))
			.toList();
	}

	private Optional<RepositoryMethod> annotated(Method method, StructureContext context) {
		return this.structures.stream()
			.filter(MethodFactory.class::isInstance)
			.flatMap((factory) -> Stream.ofNullable(((MethodFactory) factory).create(method, context)))
			.findFirst();
	}

	private StructureFactory<?> structureOf(Class<?> type) {
		List<StructureFactory<?>> extended = this.structures.stream()
			.filter((structure) -> structure.structure().isAssignableFrom(type))
			.toList();
		if (extended.size() == 1) {
			return extended.get(0);
		}
		if (extended.isEmpty()) {
			throw new InvalidDeclarationException(
					"%s extends no structure of the store tier.".formatted(type.getName()),
					"Extend exactly one of: %s.".formatted(names(this.structures)));
		}
		throw new InvalidDeclarationException(
				"%s extends several structures of the store tier: %s.".formatted(type.getName(), names(extended)),
				"Declare one interface for each structure.");
	}

	private static String names(List<StructureFactory<?>> structures) {
		return structures.stream()
			.map((structure) -> structure.structure().getSimpleName())
			.collect(Collectors.joining(", "));
	}

	/**
	 * Closes the connections and ends the threads that are the repositories' own. Changes
	 * that must be more durable than {@link DurabilityLevel#SERVER} fail from then on.
	 */
	@Override
	public void close() {
		this.parts.close();
		this.calls.durability().close();
	}

}
