package io.github.redistiers.store.flag;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import io.github.redistiers.store.ServerObjection;
import io.github.redistiers.store.StoreExceptionTranslation;
import io.github.redistiers.store.StructureContext;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Flags as a hash, read from memory.
 */
class RedisFlags implements FlagRepository {

	private static final Log logger = LogFactory.getLog(RedisFlags.class);

	private static final Consumer<Object> NOTHING = (answer) -> {
	};

	private final StructureContext context;

	private final String key;

	private final FlagMemory memory;

	private final FlagReader reader;

	private final FlagValues values;

	private final FlagWrites writes;

	RedisFlags(StructureContext context) {
		this.context = context;
		this.key = context.onlyKey(FlagStructure.NAME);
		this.memory = context.shared(FlagMemory.class, () -> new FlagMemory(context));
		this.reader = this.memory.reader(context, this.key);
		this.values = this.reader.values();
		this.writes = new FlagWrites(context, this.key, this.values);
	}

	@Override
	public boolean isOn(Flag<Boolean> flag) {
		return rule(flag).value();
	}

	@Override
	public boolean isOn(Flag<Boolean> flag, String subject) {
		return rule(flag).value(subject);
	}

	@Override
	public <T> T value(Flag<T> flag) {
		return rule(flag).value();
	}

	@Override
	public <T> T value(Flag<T> flag, String subject) {
		return rule(flag).value(subject);
	}

	@Override
	public <T> CompletionStage<T> valueAsync(Flag<T> flag) {
		return ruleAsync(flag).thenApply(Rule::value);
	}

	@Override
	public <T> CompletionStage<T> valueAsync(Flag<T> flag, String subject) {
		return ruleAsync(flag).thenApply((rule) -> rule.value(subject));
	}

	private <T> Rule<T> rule(Flag<T> flag) {
		Rule<T> rule = this.values.rule(flag);
		return (rule != null) ? rule : firstRule(flag);
	}

	private <T> Rule<T> firstRule(Flag<T> flag) {
		if (!this.values.isRead()) {
			this.memory.use(this.key);
			try {
				this.context.await(this.reader.first());
			}
			catch (RuntimeException ex) {
				checkRead(ex);
			}
		}
		return this.values.ruleOfAny(flag);
	}

	private <T> CompletionStage<Rule<T>> ruleAsync(Flag<T> flag) {
		if (this.values.isRead()) {
			return CompletableFuture.completedFuture(this.values.ruleOfAny(flag));
		}
		this.memory.use(this.key);
		return this.reader.first().handle((done, failure) -> {
			if (failure != null) {
				checkRead(StoreExceptionTranslation.cause(failure));
			}
			return this.values.ruleOfAny(flag);
		});
	}

	/**
	 * The first reading may have failed long ago, and a later one succeeded.
	 */
	private void checkRead(Throwable failure) {
		if (!this.values.isRead()) {
			throw new FlagsNotReadException(
					("The flags under %s were not read since the start, so nobody knows their values."
							+ " Look after the store; they are read as soon as it answers: %s")
						.formatted(this.key, failure.getMessage()),
					failure);
		}
	}

	@Override
	public <T> void set(Flag<T> flag, T value) {
		changed(this.writes.set(flag.name(), flag.type().write(value))::run);
	}

	@Override
	public <T> CompletionStage<Void> setAsync(Flag<T> flag, T value) {
		return changing(this.writes.set(flag.name(), flag.type().write(value)).begin()).thenAccept(NOTHING);
	}

	@Override
	public void percentage(Flag<Boolean> flag, double percentage) {
		changed(this.writes.set(flag.name(), FlagTypes.ON_OFF.writeShare(percentage))::run);
	}

	@Override
	public CompletionStage<Void> percentageAsync(Flag<Boolean> flag, double percentage) {
		return changing(this.writes.set(flag.name(), FlagTypes.ON_OFF.writeShare(percentage)).begin())
			.thenAccept(NOTHING);
	}

	@Override
	public <T> void variants(Flag<T> flag, Map<T, Integer> weights) {
		changed(this.writes.set(flag.name(), flag.type().write(weights))::run);
	}

	@Override
	public <T> CompletionStage<Void> variantsAsync(Flag<T> flag, Map<T, Integer> weights) {
		return changing(this.writes.set(flag.name(), flag.type().write(weights)).begin()).thenAccept(NOTHING);
	}

	@Override
	public boolean delete(String name) {
		return changed(this.writes.delete(name)::run);
	}

	@Override
	public CompletionStage<Boolean> deleteAsync(String name) {
		return changing(this.writes.delete(name).begin());
	}

	@Override
	public int restore() {
		return changed(() -> this.context.call(this.writes.restore())).intValue();
	}

	@Override
	public CompletionStage<Integer> restoreAsync() {
		return changing(this.context.callAsync(this.writes.restore())).thenApply(Long::intValue);
	}

	private <T> T changed(Supplier<T> change) {
		T answer;
		try {
			answer = change.get();
		}
		catch (RuntimeException ex) {
			throw named(ex);
		}
		if (this.memory.isUsed(this.key)) {
			try {
				this.context.await(this.reader.read());
			}
			catch (RuntimeException ex) {
				logger.debug("A change was made, but could not be read at once", ex);
			}
		}
		return answer;
	}

	private <T> CompletionStage<T> changing(CompletionStage<T> change) {
		return named(change).thenCompose((answer) -> this.memory.isUsed(this.key)
				? this.reader.read().handle((done, failure) -> answer) : CompletableFuture.completedFuture(answer));
	}

	@Override
	public List<StoredFlag> flags() {
		try {
			return this.context.await(flagsAsync());
		}
		catch (RuntimeException ex) {
			throw named(ex);
		}
	}

	@Override
	public CompletionStage<List<StoredFlag>> flagsAsync() {
		return named(this.reader.stored()).thenApply((stored) -> {
			Map<String, String> byName = new TreeMap<>(stored);
			byName.remove(FlagValues.ID);
			return byName.entrySet().stream().map((flag) -> new StoredFlag(flag.getKey(), flag.getValue())).toList();
		});
	}

	@Override
	public void refresh() {
		this.memory.use(this.key);
		try {
			this.context.await(this.reader.read());
		}
		catch (RuntimeException ex) {
			throw named(ex);
		}
	}

	@Override
	public CompletionStage<Void> refreshAsync() {
		this.memory.use(this.key);
		return named(this.reader.read().thenApply(Function.identity()));
	}

	@Override
	public FlagStatus status() {
		return new FlagStatus(this.values.isRead(), this.reader.isCurrent(), this.memory.isTracked(),
				this.values.lost(), this.values.unreadable());
	}

	@Override
	public Runnable onChange(Consumer<? super FlagChange> listener) {
		Runnable end = this.memory.listen(this.key, listener);
		this.memory.use(this.key);
		this.reader.first();
		return end;
	}

	private <T extends @Nullable Object> CompletionStage<T> named(CompletionStage<T> answer) {
		return ServerObjection.named(answer, this::named);
	}

	private RuntimeException named(RuntimeException failure) {
		return ServerObjection.isWrongType(failure) ? new NotFlagsException(
				"Something else than flags lives under " + this.key + "; nothing was changed", failure) : failure;
	}

}
