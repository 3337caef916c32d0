package io.github.redistiers.store;

import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

/**
 * A change of one repository that is not made yet. Repositories of one group make it with
 * others, in one step: see {@link StoreRepositories#applyTogether}.
 *
 * @param <R> what becomes of it
 * @since 0.1.0
 */
public final class StoreChange<R> {

	private final StructureContext context;

	private final ScriptCall<?> call;

	private final String content;

	private final Function<List<Object>, R> outcome;

	private final @Nullable Predicate<List<Object>> isPartial;

	private final @Nullable StoreCall<?> preparation;

	private StoreChange(StructureContext context, ScriptCall<?> call, String content, Function<List<Object>, R> outcome,
			@Nullable Predicate<List<Object>> isPartial, @Nullable StoreCall<?> preparation) {
		this.context = context;
		this.call = call;
		this.content = content;
		this.outcome = outcome;
		this.isPartial = isPartial;
		this.preparation = preparation;
	}

	/**
	 * A change.
	 * @param <R> what becomes of it
	 * @param context the repository's
	 * @param call a script that reads everything before it writes, needs no reply of what
	 * it writes, and writes with SET, HSET, HDEL, ZADD, ZREM and PUBLISH only
	 * @param content the first elements of its reply with which it is content, separated
	 * by blanks; {@code *} if it is with any
	 * @param outcome reads its reply; what that throws is thrown to the caller
	 * @return the change
	 */
	public static <R> StoreChange<R> of(StructureContext context, ScriptCall<?> call, String content,
			Function<List<Object>, R> outcome) {
		return new StoreChange<>(context, call, content, outcome, null, null);
	}

	/**
	 * The same with what must be done first after some replies.
	 * @param isPartial whether a reply is none yet
	 * @param preparation what is called before the changes are tried once more
	 * @return the change
	 */
	public StoreChange<R> preparedBy(Predicate<List<Object>> isPartial, StoreCall<?> preparation) {
		return new StoreChange<>(this.context, this.call, this.content, this.outcome, isPartial, preparation);
	}

	StructureContext context() {
		return this.context;
	}

	ScriptCall<?> call() {
		return this.call;
	}

	String content() {
		return this.content;
	}

	R outcome(List<Object> reply) {
		return this.outcome.apply(reply);
	}

	/**
	 * Whether the change was content with a reply.
	 */
	boolean isContentWith(List<Object> reply) {
		return this.content.equals("*") || List.of(this.content.split(" ")).contains(String.valueOf(reply.get(0)));
	}

	/**
	 * What is to be done before the changes are tried again.
	 */
	@Nullable StoreCall<?> preparation(List<Object> reply) {
		return (this.isPartial != null && this.isPartial.test(reply)) ? this.preparation : null;
	}

}
