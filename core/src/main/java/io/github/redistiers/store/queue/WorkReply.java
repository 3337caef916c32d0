package io.github.redistiers.store.queue;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * What the script answers to a process that handles jobs.
 *
 * @param next in how many milliseconds something else is due; -1 if nothing is
 * @param remaining how many jobs are ready beyond those that were given
 * @param isMore whether more jobs are to be brought back
 * @param lost the ids of jobs whose lease was lost
 * @param jobs those that were given
 */
record WorkReply(long next, long remaining, boolean isMore, Set<String> lost, List<Given> jobs) {

	private static final int LOST = 3;

	private static final int FIRST = 4;

	private static final int EACH = 3;

	@SuppressWarnings("unchecked")
	static WorkReply of(List<@Nullable Object> reply) {
		Set<String> lost = new HashSet<>();
		for (byte[] id : (List<byte[]>) at(reply, LOST)) {
			lost.add(new String(id, StandardCharsets.UTF_8));
		}
		List<Given> jobs = new ArrayList<>((reply.size() - FIRST) / EACH);
		for (int i = FIRST; i < reply.size(); i += EACH) {
			jobs.add(new Given((byte[]) at(reply, i), (byte[]) at(reply, i + 1), (byte[]) at(reply, i + 2)));
		}
		return new WorkReply((Long) at(reply, 0), (Long) at(reply, 1), (Long) at(reply, 2) == 1, lost, jobs);
	}

	private static Object at(List<@Nullable Object> reply, int index) {
		Object value = reply.get(index);
		if (value == null) {
			throw new IllegalStateException("The script's reply lacks its part " + index);
		}
		return value;
	}

	/**
	 * A job that was given.
	 *
	 * @param id what it is called
	 * @param attempt as it is stored
	 * @param data as it is stored
	 */
	record Given(byte[] id, byte[] attempt, byte[] data) {

	}

}
