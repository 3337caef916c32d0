package io.github.redistiers.cache;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;

import io.lettuce.core.cluster.api.async.RedisAdvancedClusterAsyncCommands;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.lettuce.core.cluster.models.partitions.RedisClusterNode.NodeFlag;

/**
 * How full a server is, or all primaries of a cluster together: in bytes, apart from what
 * they need for themselves.
 *
 * @param limit how much the keys may take; 0 if there is no limit
 * @param used how much they take
 * @param entry how much one of them takes on average
 * @param evictedKeys how many were evicted since the server started
 * @param evicts whether anything is evicted when the memory is full
 */
record ServerMemory(double limit, double used, double entry, long evictedKeys, boolean evicts) {

	/**
	 * Asks for it: INFO and DBSIZE.
	 */
	static CompletableFuture<ServerMemory> of(RedisClusterAsyncCommands<byte[], byte[]> commands) {
		CompletableFuture<Long> keys = commands.dbsize().toCompletableFuture().thenApply((size) -> size);
		return info(commands, "memory").thenCombine(info(commands, "stats"), List::of)
			.thenCombine(keys, (infos, size) -> of(infos.get(0), infos.get(1), size));
	}

	/**
	 * Reads it from what each server has said.
	 */
	static ServerMemory of(List<String> memory, List<String> stats, long keys) {
		double used = 0;
		double limit = 0;
		boolean limited = !memory.isEmpty();
		boolean evicts = true;
		for (String each : memory) {
			Map<String, String> fields = fields(each);
			double own = number(fields, "used_memory_startup");
			used += Math.max(0, number(fields, "used_memory") - own);
			limit += Math.max(0, number(fields, "maxmemory") - own);
			limited &= number(fields, "maxmemory") > 0;
			evicts &= !"noeviction".equals(fields.get("maxmemory_policy"));
		}
		long evicted = stats.stream().mapToLong((each) -> (long) number(fields(each), "evicted_keys")).sum();
		return new ServerMemory(limited ? limit : 0, used, used / Math.max(1, keys), evicted, evicts);
	}

	private static CompletableFuture<List<String>> info(RedisClusterAsyncCommands<byte[], byte[]> commands,
			String section) {
		if (!(commands instanceof RedisAdvancedClusterAsyncCommands<byte[], byte[]> cluster)) {
			return commands.info(section).toCompletableFuture().thenApply(List::of);
		}
		List<CompletableFuture<String>> replies = cluster
			.nodes((node) -> node.is(NodeFlag.UPSTREAM) && !node.getSlots().isEmpty())
			.commands()
			.info(section)
			.asMap()
			.values()
			.stream()
			.map((reply) -> reply.toCompletableFuture().thenApply((text) -> text))
			.toList();
		return CompletableFuture.allOf(replies.toArray(CompletableFuture<?>[]::new))
			.thenApply((done) -> replies.stream().map(CompletableFuture::join).toList());
	}

	private static Map<String, String> fields(String info) {
		return info.lines()
			.filter((line) -> line.indexOf(':') > 0)
			.collect(Collectors.toMap((line) -> line.substring(0, line.indexOf(':')),
					(line) -> line.substring(line.indexOf(':') + 1).trim(), (first, second) -> first));
	}

	private static double number(Map<String, String> fields, String name) {
		String text = fields.get(name);
		return (text != null) ? Double.parseDouble(text) : 0;
	}

}
