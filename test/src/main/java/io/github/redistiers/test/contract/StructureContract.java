package io.github.redistiers.test.contract;

import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;

import io.github.redistiers.store.Applied;
import io.github.redistiers.store.StructureFactory;

/**
 * What the kit needs to know of a structure: how to change something, and how to find out
 * afterwards what was changed.
 *
 * <pre class="code">
 * class Counters implements StructureContract&lt;CounterRepository&gt; {
 *
 * 	public Class&lt;CounterRepository&gt; repository() {
 * 		return CounterRepository.class;
 * 	}
 *
 * 	public List&lt;StructureFactory&lt;?&gt;&gt; structures() {
 * 		return List.of(new CounterStructure());
 * 	}
 *
 * 	public void operate(CounterRepository counters, Operation operation) {
 * 		counters.increment(operation.key());
 * 	}
 *
 * 	public Found found(CounterRepository counters, String key) {
 * 		return Found.count(counters.value(key));
 * 	}
 *
 * }
 * </pre>
 *
 * The kit finds it where it stands beside the test classes that extend
 * {@link CrashFaults}, {@link DiskFaults}, {@link RefusalFaults} and
 * {@link TopologyFaults}; it has a constructor without parameters. All structures that
 * are found are under load together, so one more costs next to no time.
 * <p>
 * Many threads call an instance.
 *
 * @param <R> the repository's interface
 * @since 0.1.0
 */
public interface StructureContract<R> {

	/**
	 * The interface that an application would declare.
	 * @return an interface
	 */
	Class<? extends R> repository();

	/**
	 * The structures that the interface needs.
	 * @return new factories
	 */
	List<StructureFactory<?>> structures();

	/**
	 * The same structures with the layout that they had in the release before. They then
	 * work on the same keys at the same time, as in a rolling deployment, and all that is
	 * asserted of one layout is asserted of both.
	 * @return new factories; empty as long as there was no other layout
	 */
	default List<StructureFactory<?>> structuresBefore() {
		return List.of();
	}

	/**
	 * Changes something, once. Returns when it was acknowledged, and lets every exception
	 * of the repository pass. Each operation leaves a trace that lasts, and takes more
	 * memory or is refused by a full server at least.
	 * @param repository the repository
	 * @param operation the operation; when it is made again, it is the same one
	 */
	void operate(R repository, Operation operation);

	/**
	 * Finds out what was changed. Nothing is changed meanwhile.
	 * @param repository the repository
	 * @param key the {@linkplain Operation#key() key} of the operations
	 * @return all operations that were made on the key
	 */
	Found found(R repository, String key);

	/**
	 * Whether an operation can be made again without doing twice what it does. The kit
	 * then makes it again until it is acknowledged, and it must be found once.
	 * @return {@code false} unless it can
	 */
	default boolean isRepeatable() {
		return false;
	}

	/**
	 * Whether an operation is several commands, one after the other. Where the answer of
	 * one of them is lost, the kit then accepts that the operation was made, and that it
	 * was not.
	 * @return {@code false} unless it is
	 */
	default boolean isSeveralCommands() {
		return false;
	}

	/**
	 * What {@link io.github.redistiers.store.StoreFailure#applied()} says when the server
	 * refuses an operation.
	 * @return {@link Applied#NO} unless the structure cannot know
	 */
	default Applied whenRefused() {
		return Applied.NO;
	}

	/**
	 * Waits for an answer and throws what it failed with, as a method does that waits.
	 * @param <T> the answer
	 * @param answer the answer to come
	 * @return the answer
	 */
	static <T> T join(CompletionStage<T> answer) {
		try {
			return answer.toCompletableFuture().join();
		}
		catch (CompletionException ex) {
			throw (ex.getCause() instanceof RuntimeException cause) ? cause : ex;
		}
	}

}
