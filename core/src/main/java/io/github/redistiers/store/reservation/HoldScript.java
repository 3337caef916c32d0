package io.github.redistiers.store.reservation;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

import io.github.redistiers.script.Script;
import io.github.redistiers.store.ScriptCall;
import io.github.redistiers.store.StoreCall;
import io.github.redistiers.store.StructureKeys;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;

import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.util.Assert;

/**
 * The one script, with what it is given. A call whose answer depends on more than the
 * script may tidy up at once is made again until it does not.
 */
final class HoldScript {

	private static final Script CHANGE = Script.of(HoldScript.class, "change.lua", ScriptOutputType.MULTI);

	private static final Duration LONGEST = Duration.ofDays(3650);

	private static final byte[] NO_ID = { '#' };

	private final StructureKeys keys;

	HoldScript(StructureKeys keys) {
		this.keys = keys;
	}

	StoreCall<HoldReply> restock(String item, long quantity, String id) {
		return run("restock", List.of(item), id(id), ReservationRepository.REMEMBERED, List.of(quantity));
	}

	StoreCall<HoldReply> reserve(Map<String, Long> quantities, String id, Duration holdFor) {
		return run("reserve", quantities.keySet(), id(id), within(holdFor), quantities.values());
	}

	StoreCall<HoldReply> confirm(Collection<String> items, String id) {
		return run("confirm", items, id(id), ReservationRepository.REMEMBERED, List.of());
	}

	StoreCall<HoldReply> release(Collection<String> items, String id) {
		return run("release", items, id(id), Duration.ZERO, List.of());
	}

	StoreCall<HoldReply> extend(Collection<String> items, String id, Duration holdFor) {
		return run("extend", items, id(id), within(holdFor), List.of());
	}

	StoreCall<HoldReply> look(String item) {
		return run("look", List.of(item), NO_ID, Duration.ZERO, List.of());
	}

	/**
	 * The same script, to be run with others.
	 */
	ScriptCall<List<Long>> reserving(Map<String, Long> quantities, String id, Duration holdFor) {
		return call("reserve", quantities.keySet(), id(id), within(holdFor), quantities.values());
	}

	ScriptCall<List<Long>> confirming(Collection<String> items, String id) {
		return call("confirm", items, id(id), ReservationRepository.REMEMBERED, List.of());
	}

	ScriptCall<List<Long>> releasing(Collection<String> items, String id) {
		return call("release", items, id(id), Duration.ZERO, List.of());
	}

	private StoreCall<HoldReply> run(String what, Collection<String> items, byte[] id, Duration time,
			Collection<Long> quantities) {
		ScriptCall<List<Long>> call = call(what, items, id, time, quantities);
		return (commands) -> run(commands, call);
	}

	private ScriptCall<List<Long>> call(String what, Collection<String> items, byte[] id, Duration time,
			Collection<Long> quantities) {
		byte[][] used = keys(items);
		List<byte[]> arguments = new ArrayList<>(List.of(text(what), id, text(String.valueOf(time.toMillis()))));
		for (long quantity : quantities) {
			Assert.isTrue(quantity >= 1 && quantity <= ReservationRepository.MOST,
					() -> "A quantity of %d is none; it is from 1 to %d.".formatted(quantity,
							ReservationRepository.MOST));
			arguments.add(text(String.valueOf(quantity)));
		}
		return new ScriptCall<>(CHANGE, used, arguments.toArray(byte[][]::new));
	}

	private static CompletionStage<HoldReply> run(RedisClusterAsyncCommands<byte[], byte[]> commands,
			ScriptCall<List<Long>> call) {
		return call.on(commands)
			.thenApply(HoldReply::new)
			.thenCompose((reply) -> reply.isPartial() ? run(commands, call) : CompletableFuture.completedStage(reply));
	}

	private byte[][] keys(Collection<String> items) {
		Assert.isTrue(!items.isEmpty() && items.size() <= ReservationRepository.MOST_ITEMS,
				() -> "A hold is of 1 to %d items, not of %d.".formatted(ReservationRepository.MOST_ITEMS,
						items.size()));
		Assert.isTrue(items.stream().distinct().count() == items.size(), "An item is named twice");
		if (items.size() > 1 && !this.keys.shareOneSlot()) {
			throw new InvalidDataAccessApiUsageException("Several items are held together only in a group, which keeps"
					+ " them on one server of a cluster. Declare the repository with one: @StoreRepository(value = \""
					+ "…\", group = \"…\").");
		}
		List<byte[]> used = new ArrayList<>();
		for (String item : items) {
			used.add(this.keys.bytes(item));
			used.add(deadlines(item));
		}
		return used.toArray(byte[][]::new);
	}

	byte[] deadlines(String item) {
		return this.keys.companion("deadlines", item);
	}

	private static byte[] id(String id) {
		byte[] bytes = StructureKeys.id(id);
		byte[] field = new byte[bytes.length + 1];
		field[0] = '#';
		System.arraycopy(bytes, 0, field, 1, bytes.length);
		return field;
	}

	private static Duration within(Duration holdFor) {
		Assert.isTrue(holdFor.compareTo(Duration.ofMillis(1)) >= 0 && holdFor.compareTo(LONGEST) <= 0,
				() -> "Nothing is held for %s; a hold lasts from a millisecond to %d days.".formatted(holdFor,
						LONGEST.toDays()));
		return holdFor;
	}

	private static byte[] text(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

}
