package io.github.redistiers.store.queue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

import io.github.redistiers.script.Script;
import io.github.redistiers.store.ScriptCall;
import io.github.redistiers.store.StoreCall;
import io.lettuce.core.ScriptOutputType;
import org.jspecify.annotations.Nullable;

/**
 * A queue's scripts, with what they are given.
 */
final class QueueScripts {

	private static final Script ENQUEUE = Script.of(QueueScripts.class, "enqueue.lua", ScriptOutputType.MULTI);

	private static final Script WORK = Script.of(QueueScripts.class, "work.lua", ScriptOutputType.MULTI);

	private static final Script RENEW = Script.of(QueueScripts.class, "renew.lua", ScriptOutputType.MULTI);

	private static final Script CHANGE = Script.of(QueueScripts.class, "change.lua", ScriptOutputType.INTEGER);

	private static final Script LOOK = Script.of(QueueScripts.class, "look.lua", ScriptOutputType.MULTI);

	private final QueueKeys keys;

	private final byte[] queue;

	QueueScripts(QueueKeys keys, String queue) {
		this.keys = keys;
		this.queue = bytes(queue);
	}

	/**
	 * Adds jobs.
	 */
	StoreCall<List<Enqueued>> enqueue(List<AddedJob> jobs) {
		ScriptCall<List<Object>> call = enqueuing(jobs);
		return (commands) -> call.on(commands).thenApply((reply) -> added(jobs, reply));
	}

	/**
	 * The same script, to be run with others.
	 */
	ScriptCall<List<Object>> enqueuing(List<AddedJob> jobs) {
		return new ScriptCall<>(ENQUEUE, addingKeys(jobs), addingArguments(jobs));
	}

	private byte[][] addingKeys(List<AddedJob> jobs) {
		List<byte[]> used = new ArrayList<>(Arrays.asList(this.keys.adding()));
		jobs.forEach((job) -> used.addAll(job.markers()));
		return used.toArray(byte[][]::new);
	}

	private byte[][] addingArguments(List<AddedJob> jobs) {
		List<byte[]> given = new ArrayList<>();
		given.add(this.queue);
		for (AddedJob job : jobs) {
			given.add(job.idBytes());
			given.add(job.delay());
			given.add(job.windows());
			given.add(job.head());
			given.add(job.payload());
		}
		return given.toArray(byte[][]::new);
	}

	static List<Enqueued> added(List<AddedJob> jobs, List<Object> reply) {
		List<Enqueued> added = new ArrayList<>(jobs.size());
		jobs.forEach((job) -> added.add(new Enqueued(job.id(), true)));
		for (int i = 0; i < reply.size(); i += 2) {
			int index = ((Long) reply.get(i)).intValue() - 1;
			added.set(index, new Enqueued(text((byte[]) reply.get(i + 1)), false));
		}
		return added;
	}

	/**
	 * Tells what became of jobs and gets others.
	 * @param channel where the process is told of new ones if it waits; empty if it does
	 * not
	 */
	StoreCall<WorkReply> work(Collection<Outcome> outcomes, int most, Duration lease, String channel,
			Duration patience) {
		List<byte[]> given = new ArrayList<>();
		given.add(number(most));
		given.add(number(lease.toMillis()));
		given.add(bytes(channel));
		given.add(number(patience.toMillis()));
		given.add(this.queue);
		given.add(number(outcomes.stream().filter(Outcome::isDone).count()));
		for (Outcome outcome : outcomes) {
			if (outcome.isDone()) {
				given.add(outcome.job().idBytes());
				given.add(outcome.job().token());
			}
		}
		for (Outcome outcome : outcomes) {
			if (!outcome.isDone()) {
				given.add(outcome.job().idBytes());
				given.add(outcome.job().token());
				given.add(outcome.bytes());
			}
		}
		byte[][] arguments = given.toArray(byte[][]::new);
		return (commands) -> WORK.<List<@Nullable Object>>run(commands, this.keys.all(), arguments)
			.thenApply(WorkReply::of);
	}

	/**
	 * Makes leases last longer.
	 */
	StoreCall<List<Long>> renew(List<? extends LeasedJob<?>> jobs, Duration lease) {
		List<byte[]> given = new ArrayList<>();
		given.add(number(lease.toMillis()));
		for (LeasedJob<?> job : jobs) {
			given.add(job.idBytes());
			given.add(job.token());
		}
		byte[][] arguments = given.toArray(byte[][]::new);
		return (commands) -> RENEW.run(commands, this.keys.renewing(), arguments);
	}

	StoreCall<Long> change(String what, byte[]... arguments) {
		return changeOf(what, this.queue, arguments);
	}

	/**
	 * Has a process wait no more.
	 */
	StoreCall<Long> leave(String channel) {
		return changeOf("leave", bytes(channel));
	}

	private StoreCall<Long> changeOf(String what, byte[] first, byte[]... others) {
		List<byte[]> given = new ArrayList<>(List.of(bytes(what), first));
		given.addAll(List.of(others));
		byte[][] arguments = given.toArray(byte[][]::new);
		return (commands) -> CHANGE.run(commands, this.keys.all(), arguments);
	}

	StoreCall<List<Object>> look(String what, byte[]... others) {
		List<byte[]> given = new ArrayList<>(List.of(bytes(what)));
		given.addAll(List.of(others));
		byte[][] arguments = given.toArray(byte[][]::new);
		return (commands) -> LOOK.run(commands, this.keys.looking(), arguments);
	}

	static byte[] number(long number) {
		return String.valueOf(number).getBytes(StandardCharsets.US_ASCII);
	}

	static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

}
