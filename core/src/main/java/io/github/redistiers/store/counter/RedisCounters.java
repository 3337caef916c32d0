package io.github.redistiers.store.counter;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

import io.github.redistiers.script.Script;
import io.github.redistiers.store.ScriptCall;
import io.github.redistiers.store.ServerObjection;
import io.github.redistiers.store.StoreCall;
import io.github.redistiers.store.StoreChange;
import io.github.redistiers.store.StructureContext;
import io.github.redistiers.store.StructureKeys;
import io.github.redistiers.store.counter.CounterOutcome.Status;
import io.lettuce.core.ScriptOutputType;
import org.jspecify.annotations.Nullable;

import org.springframework.dao.InvalidDataAccessApiUsageException;
import org.springframework.util.Assert;

/**
 * Counters as plain Redis strings. Long arithmetic is the server's own, so it is exact.
 */
class RedisCounters implements CounterRepository {

	private static final Script CHANGE = Script.of(RedisCounters.class, "change.lua", ScriptOutputType.MULTI);

	private static final Script CHANGE_TOGETHER = Script.of(RedisCounters.class, "change-together.lua",
			ScriptOutputType.MULTI);

	private static final Script WINDOW_INCREMENT = Script.of(RedisCounters.class, "window-increment.lua",
			ScriptOutputType.VALUE);

	private static final Script WINDOW_VALUES = Script.of(RedisCounters.class, "window-values.lua",
			ScriptOutputType.MULTI);

	private static final Status[] STATUSES = { Status.REFUSED, Status.APPLIED, Status.REPEATED };

	private final StructureContext context;

	private final StructureKeys keys;

	private final StructureKeys windows;

	private final @Nullable CoalescedIncrements coalesced;

	RedisCounters(StructureContext context) {
		this.context = context;
		this.keys = context.keys("counter");
		this.windows = context.keys("counter-window");
		this.coalesced = context.declaredType().isAnnotationPresent(CoalesceIncrements.class)
				? new CoalescedIncrements(this::send) : null;
	}

	@Override
	public long increment(String key, long amount) {
		if (this.coalesced != null) {
			return this.context.awaitCalls(incrementAsync(key, amount));
		}
		return call(key, incrby(key, amount));
	}

	@Override
	public CompletionStage<Long> incrementAsync(String key, long amount) {
		if (this.coalesced == null) {
			return callAsync(key, incrby(key, amount));
		}
		this.keys.bytes(key);
		return this.coalesced.increment(key, amount);
	}

	private CompletionStage<Long> send(String key, long amount) {
		return callAsync(key, incrby(key, amount));
	}

	private StoreCall<Long> incrby(String key, long amount) {
		byte[] bytes = this.keys.bytes(key);
		return (commands) -> commands.incrby(bytes, amount);
	}

	@Override
	public CounterOutcome change(CounterChange change) {
		return call(String.join(", ", change.amounts().keySet()), script(change));
	}

	@Override
	public CompletionStage<CounterOutcome> changeAsync(CounterChange change) {
		return callAsync(String.join(", ", change.amounts().keySet()), script(change));
	}

	@Override
	public CounterChanges changes() {
		return (change) -> StoreChange.of(this.context, script(CHANGE_TOGETHER, change), "1 2",
				(reply) -> outcome(List.copyOf(change.amounts().keySet()), reply));
	}

	private StoreCall<CounterOutcome> script(CounterChange change) {
		List<String> names = List.copyOf(change.amounts().keySet());
		ScriptCall<List<Object>> call = script(CHANGE, change);
		return (commands) -> call.on(commands).thenApply((reply) -> outcome(names, reply));
	}

	private ScriptCall<List<Object>> script(Script script, CounterChange change) {
		List<String> names = List.copyOf(change.amounts().keySet());
		if (names.size() > 1 && !this.keys.shareOneSlot()) {
			throw new InvalidDataAccessApiUsageException("Several counters change at once only in a group, which keeps"
					+ " them on one server of a cluster. Declare the repository with one: @StoreRepository(value = \""
					+ "…\", group = \"…\").");
		}
		List<byte[]> used = new ArrayList<>(names.stream().map(this.keys::bytes).toList());
		if (change.operation() != null) {
			used.add(this.keys.companion("operation", names.get(0), change.operation()));
		}
		List<byte[]> arguments = new ArrayList<>(List.of(digits(names.size()), digits(change.bounds().min()),
				digits(change.bounds().max()), digits(change.remembered().toMillis())));
		change.amounts().values().forEach((amount) -> arguments.add(digits(amount)));
		return new ScriptCall<>(script, used.toArray(byte[][]::new), arguments.toArray(byte[][]::new));
	}

	private static CounterOutcome outcome(List<String> names, List<Object> reply) {
		if (reply.size() != names.size() + 1) {
			throw new InvalidDataAccessApiUsageException(
					"Another change of other counters has happened under the same operation id. Give each its own.");
		}
		Map<String, Long> values = new LinkedHashMap<>();
		for (int i = 0; i < names.size(); i++) {
			values.put(names.get(i), number(reply.get(i + 1)));
		}
		return new CounterOutcome(STATUSES[((Long) reply.get(0)).intValue()], values);
	}

	@Override
	public long increment(String key, long amount, CounterWindow window) {
		return call(key, inWindow(key, amount, window));
	}

	@Override
	public CompletionStage<Long> incrementAsync(String key, long amount, CounterWindow window) {
		return callAsync(key, inWindow(key, amount, window));
	}

	private StoreCall<Long> inWindow(String key, long amount, CounterWindow window) {
		byte[][] used = { windowKey(key, window) };
		return (commands) -> WINDOW_INCREMENT
			.<byte[]>run(commands, used, digits(amount), digits(window.length().toSeconds()), digits(window.kept()))
			.thenApply(RedisCounters::number);
	}

	@Override
	public List<Long> values(String key, CounterWindow window) {
		return read(key, windowValues(key, window));
	}

	@Override
	public CompletionStage<List<Long>> valuesAsync(String key, CounterWindow window) {
		return readAsync(key, windowValues(key, window));
	}

	private StoreCall<List<Long>> windowValues(String key, CounterWindow window) {
		byte[][] used = { windowKey(key, window) };
		return (commands) -> WINDOW_VALUES
			.<List<Object>>run(commands, used, digits(window.length().toSeconds()), digits(window.kept()))
			.thenApply((counts) -> counts.stream().map(RedisCounters::number).toList());
	}

	private byte[] windowKey(String key, CounterWindow window) {
		Assert.hasText(key, "A key must not be blank");
		return this.windows.bytes(window.length().toSeconds() + ":" + key);
	}

	@Override
	public long value(String key) {
		return read(key, get(key));
	}

	@Override
	public CompletionStage<Long> valueAsync(String key) {
		return readAsync(key, get(key));
	}

	private StoreCall<Long> get(String key) {
		byte[] bytes = this.keys.bytes(key);
		return (commands) -> commands.get(bytes).thenApply((value) -> (value != null) ? number(value) : 0L);
	}

	@Override
	public boolean delete(String key) {
		return call(key, del(key));
	}

	@Override
	public CompletionStage<Boolean> deleteAsync(String key) {
		return callAsync(key, del(key));
	}

	private StoreCall<Boolean> del(String key) {
		byte[] bytes = this.keys.bytes(key);
		return (commands) -> commands.del(bytes).thenApply((removed) -> removed > 0);
	}

	private <T> T call(String key, StoreCall<T> call) {
		try {
			return this.context.call(call);
		}
		catch (RuntimeException ex) {
			throw named(key, ex);
		}
	}

	private <T> T read(String key, StoreCall<T> call) {
		try {
			return this.context.read(call);
		}
		catch (RuntimeException ex) {
			throw named(key, ex);
		}
	}

	private <T> CompletionStage<T> callAsync(String key, StoreCall<T> call) {
		return named(key, this.context.callAsync(call));
	}

	private <T> CompletionStage<T> readAsync(String key, StoreCall<T> call) {
		return named(key, this.context.readAsync(call));
	}

	private <T> CompletionStage<T> named(String key, CompletionStage<T> answer) {
		return ServerObjection.named(answer, (failure) -> named(key, failure));
	}

	private RuntimeException named(String key, RuntimeException failure) {
		if (failure instanceof NumberFormatException) {
			return new NotACounterException(notACounter(key), failure);
		}
		String words = ServerObjection.words(failure);
		if (words.contains("would overflow")) {
			return new CounterOverflowException("A counter would leave 64 bits; nothing was changed: " + described(key),
					failure);
		}
		if (ServerObjection.isWrongType(failure) || words.contains("not an integer")) {
			return new NotACounterException(notACounter(key), failure);
		}
		return failure;
	}

	private String notACounter(String key) {
		return "Something else than a counter lives under this key; nothing was changed: " + described(key);
	}

	private String described(String key) {
		return this.keys.text(key);
	}

	private static byte[] digits(long number) {
		return Long.toString(number).getBytes(StandardCharsets.US_ASCII);
	}

	private static long number(Object digits) {
		return Long.parseLong(new String((byte[]) digits, StandardCharsets.US_ASCII));
	}

}
