package io.github.redistiers.store.queue;

import java.util.Collection;
import java.util.List;

import io.github.redistiers.store.StoreCall;
import io.github.redistiers.store.StructureKeys;

import org.springframework.util.Assert;

/**
 * The dead letters of a queue.
 *
 * @param <T> the type of the payloads
 */
final class RedisDeadLetters<T> implements DeadLetters<T> {

	private final RedisQueue<T> queue;

	RedisDeadLetters(RedisQueue<T> queue) {
		this.queue = queue;
	}

	@Override
	@SuppressWarnings("unchecked")
	public List<JobView<T>> list(long offset, int limit) {
		Assert.isTrue(offset >= 0, "An offset is not negative");
		check(limit);
		StoreCall<List<Object>> look = this.queue.scripts()
			.look("dead", QueueScripts.number(offset), QueueScripts.number(limit));
		return this.queue.read((commands) -> look.on(commands)
			.thenApply(
					(reply) -> reply.stream().map((one) -> this.queue.payloads().view((List<Object>) one)).toList()));
	}

	@Override
	public long retry(Collection<String> ids) {
		return change("retry", ids);
	}

	@Override
	public long retryAll() {
		return changeAll("retry");
	}

	@Override
	public long drop(Collection<String> ids) {
		return change("drop", ids);
	}

	@Override
	public long dropAll() {
		return changeAll("drop");
	}

	private long changeAll(String what) {
		// what dies again meanwhile is left
		long known = this.queue.status().dead();
		long changed = 0;
		long step;
		do {
			step = change(what, list(0, MOST).stream().map(JobView::id).toList());
			changed += step;
		}
		while (step > 0 && changed < known);
		return changed;
	}

	private long change(String what, Collection<String> ids) {
		if (ids.isEmpty()) {
			return 0;
		}
		check(ids.size());
		return this.queue
			.call(this.queue.scripts().change(what, ids.stream().map(StructureKeys::id).toArray(byte[][]::new)));
	}

	private static void check(int number) {
		Assert.isTrue(number >= 1 && number <= MOST,
				() -> "%d dead letters are no number for one call, which takes 1 to %d.".formatted(number, MOST));
	}

}
