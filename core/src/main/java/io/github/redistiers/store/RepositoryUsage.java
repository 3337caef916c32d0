package io.github.redistiers.store;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

import io.github.redistiers.breaker.GuardedNodeCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

/**
 * Which keys a repository has, and how much it sends. All of one structure and name have
 * one, since they work on the same keys.
 */
final class RepositoryUsage {

	private final Class<?> type;

	private final RepositoryName name;

	private final Map<String, List<String>> patterns = new LinkedHashMap<>();

	private final LongAdder bytesSent = new LongAdder();

	private volatile @Nullable Counting counting;

	RepositoryUsage(Class<?> type, RepositoryName name) {
		this.type = type;
		this.name = name;
	}

	/**
	 * Notes keys of the repository.
	 * @param structure what they begin with after the prefix
	 * @param some globs of them
	 */
	synchronized void has(String structure, List<String> some) {
		this.patterns.put(structure, some);
	}

	void sent(long bytes) {
		this.bytesSent.add(bytes);
	}

	/**
	 * The same commands, of which each is counted when it is written to the connection:
	 * there its length is known without looking at its arguments.
	 */
	RedisClusterAsyncCommands<byte[], byte[]> counted(RedisClusterAsyncCommands<byte[], byte[]> commands) {
		Counting current = this.counting;
		if (current == null || current.of() != commands) {
			current = new Counting(commands, counting(commands));
			this.counting = current;
		}
		return current.commands();
	}

	private RedisClusterAsyncCommands<byte[], byte[]> counting(RedisClusterAsyncCommands<byte[], byte[]> commands) {
		if (commands instanceof GuardedNodeCommands node) {
			return node.counting(this.bytesSent);
		}
		return (commands instanceof StoreClusterCommands cluster) ? cluster.counting(this.bytesSent) : commands;
	}

	synchronized RepositoryReport report() {
		List<String> all = this.patterns.values().stream().flatMap(List::stream).distinct().toList();
		return new RepositoryReport(this.type, List.copyOf(this.patterns.keySet()), this.name, all,
				this.bytesSent.sum());
	}

	private record Counting(RedisClusterAsyncCommands<byte[], byte[]> of,
			RedisClusterAsyncCommands<byte[], byte[]> commands) {
	}

}
