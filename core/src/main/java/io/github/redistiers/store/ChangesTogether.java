package io.github.redistiers.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

import io.github.redistiers.script.Script;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import org.jspecify.annotations.Nullable;

import org.springframework.util.Assert;

/**
 * Changes that one script makes, all of them or none. The script is put together from
 * those that make each of them alone.
 */
final class ChangesTogether implements StoreCall<TogetherOutcome> {

	private static final String BEGIN = Script.of(ChangesTogether.class, "together-begin.lua", ScriptOutputType.MULTI)
		.text();

	private static final String END = Script.of(ChangesTogether.class, "together-end.lua", ScriptOutputType.MULTI)
		.text();

	/**
	 * By the digests of what they are put together from: as many as there are sets of
	 * those, however many changes are made and in whatever order. So neither this process
	 * nor the server, which forgets no script, keeps one for each list of changes.
	 */
	private static final Map<List<String>, Script> SCRIPTS = new ConcurrentHashMap<>();

	/**
	 * Each time up to 200 of what is in the way is tidied up.
	 */
	private static final int MOST_TRIES = 1000;

	private final List<StoreChange<?>> changes;

	private final ScriptCall<List<Object>> call;

	ChangesTogether(List<StoreChange<?>> changes, StoreCalls calls) {
		this.changes = List.copyOf(changes);
		check(calls);
		SortedMap<String, Script> scripts = new TreeMap<>();
		this.changes.forEach((change) -> scripts.put(change.call().script().digest(), change.call().script()));
		this.call = new ScriptCall<>(script(scripts), keys(), arguments(List.copyOf(scripts.keySet())));
	}

	private void check(StoreCalls calls) {
		Assert.isTrue(!this.changes.isEmpty(), "There are no changes to be made");
		Set<String> groups = new HashSet<>();
		for (StoreChange<?> change : this.changes) {
			Assert.isTrue(change.context().isOn(calls), "A change is of a repository on another store.");
			groups.add(change.context().name().group());
		}
		Assert.isTrue(groups.size() == 1 && !groups.contains(""),
				() -> "Only repositories of one group change together, since they are on one server of a cluster; these are"
						+ " in %s. Declare them with one: @StoreRepository(value = \"…\", group = \"…\").".formatted(
								groups.stream().map((group) -> group.isEmpty() ? "none" : group).sorted().toList()));
	}

	/**
	 * The most durable level that one of them is declared with.
	 */
	DurabilityLevel durability() {
		return this.changes.stream()
			.map((change) -> change.context().durability())
			.max(Comparator.naturalOrder())
			.orElseThrow();
	}

	private static Script script(SortedMap<String, Script> scripts) {
		return SCRIPTS.computeIfAbsent(List.copyOf(scripts.keySet()), (digests) -> {
			StringBuilder text = new StringBuilder(BEGIN);
			for (Script script : scripts.values()) {
				text.append("scripts[#scripts + 1] = function(redis, KEYS, ARGV)\n")
					.append(script.text())
					.append("\nend\n");
			}
			return Script.ofText(text.append(END).toString(), ScriptOutputType.MULTI);
		});
	}

	private byte[][] keys() {
		List<byte[]> keys = new ArrayList<>();
		Set<ByteBuffer> known = new HashSet<>();
		for (StoreChange<?> change : this.changes) {
			for (byte[] key : change.call().keys()) {
				Assert.isTrue(known.add(ByteBuffer.wrap(key)),
						() -> "Two changes are of the same thing: %s. Make them one, such as several jobs of one queue, or several items of one hold."
							.formatted(new String(key, StandardCharsets.UTF_8)));
				keys.add(key);
			}
		}
		return keys.toArray(byte[][]::new);
	}

	private byte[][] arguments(List<String> digests) {
		List<byte[]> arguments = new ArrayList<>();
		arguments.add(ascii(String.valueOf(this.changes.size())));
		for (StoreChange<?> change : this.changes) {
			arguments.add(ascii(String.valueOf(digests.indexOf(change.call().script().digest()) + 1)));
			arguments.add(ascii(String.valueOf(change.call().keys().length)));
			arguments.add(ascii(String.valueOf(change.call().arguments().length)));
			arguments.add(ascii(change.content()));
		}
		this.changes.forEach((change) -> arguments.addAll(Arrays.asList(change.call().arguments())));
		return arguments.toArray(byte[][]::new);
	}

	@Override
	public CompletionStage<TogetherOutcome> on(RedisClusterAsyncCommands<byte[], byte[]> commands) {
		return tried(commands, MOST_TRIES);
	}

	private CompletionStage<TogetherOutcome> tried(RedisClusterAsyncCommands<byte[], byte[]> commands, int tries) {
		this.changes.forEach(ChangesTogether::count);
		return this.call.on(commands).thenCompose((replies) -> {
			StoreCall<?> preparation = preparation(replies);
			return (preparation != null && tries > 1)
					? preparation.on(commands).thenCompose((done) -> tried(commands, tries - 1))
					: CompletableFuture.completedStage(outcome(replies));
		});
	}

	/**
	 * Counts for each repository what is its own of the call.
	 */
	private static void count(StoreChange<?> change) {
		change.context().usage().sent(length(change.call().keys()) + length(change.call().arguments()));
	}

	private static long length(byte[][] some) {
		long length = 0;
		for (byte[] each : some) {
			length += each.length;
		}
		return length;
	}

	private @Nullable StoreCall<?> preparation(List<Object> replies) {
		for (int i = 0; i < this.changes.size(); i++) {
			StoreCall<?> preparation = this.changes.get(i).preparation(reply(replies, i));
			if (preparation != null) {
				return preparation;
			}
		}
		return null;
	}

	private TogetherOutcome outcome(List<Object> replies) {
		boolean isApplied = (Long) replies.get(0) == 1;
		Map<StoreChange<?>, Object> outcomes = new LinkedHashMap<>();
		for (int i = 0; i < this.changes.size(); i++) {
			StoreChange<?> change = this.changes.get(i);
			List<Object> reply = reply(replies, i);
			if (isApplied || !change.isContentWith(reply)) {
				outcomes.put(change, change.outcome(reply));
			}
		}
		return new TogetherOutcome(isApplied, outcomes);
	}

	@SuppressWarnings("unchecked")
	private static List<Object> reply(List<Object> replies, int index) {
		return (List<Object>) replies.get(index + 1);
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
