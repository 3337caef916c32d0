package io.github.redistiers.store.ratelimit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import io.github.redistiers.store.ratelimit.Debt.Moment;
import org.jspecify.annotations.Nullable;

/**
 * Rate limits in this process's memory, which is bounded: the subjects that were not used
 * for longest are forgotten first, and a forgotten one begins untouched.
 */
final class LocalRateLimits {

	static final int MOST_SUBJECTS = 10_000;

	private final Map<String, List<Moment>> subjects = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<String, List<Moment>> eldest) {
			return size() > MOST_SUBJECTS;
		}

	};

	private final LongSupplier nanoTime;

	private final long start;

	LocalRateLimits(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		this.start = nanoTime.getAsLong();
	}

	/**
	 * Answers as {@code take.lua} does.
	 */
	synchronized List<Long> take(Attempt attempt) {
		long now = TimeUnit.NANOSECONDS.toMicros(this.nanoTime.getAsLong() - this.start);
		String subject = SubjectText.of(attempt.subject());
		List<Moment> kept = this.subjects.getOrDefault(subject, List.of());
		List<Debt> debts = new ArrayList<>();
		for (int i = 0; i < attempt.limits().size(); i++) {
			debts.add(Debt.of(attempt.limits().get(i), moment(kept, i), now));
		}
		boolean allowed = debts.stream().allMatch((debt) -> debt.remaining() >= attempt.wanted());
		List<Long> reply = new ArrayList<>();
		reply.add(allowed ? 1L : 0L);
		debts.replaceAll((debt) -> answer(debt, attempt, allowed, reply));
		if (attempt.cost() > 0) {
			this.subjects.put(subject, moments(debts, kept, now));
		}
		return reply;
	}

	private static @Nullable Moment moment(List<Moment> kept, int index) {
		return (index < kept.size()) ? kept.get(index) : null;
	}

	private static Debt answer(Debt debt, Attempt attempt, boolean allowed, List<Long> reply) {
		Debt after = allowed ? debt.plus(attempt.cost()) : debt;
		reply.add(after.remaining());
		reply.add(debt.waitFor(attempt.wanted()));
		reply.add(after.end());
		return after;
	}

	private static List<Moment> moments(List<Debt> debts, List<Moment> kept, long now) {
		List<Moment> moments = new ArrayList<>(debts.stream().map((debt) -> debt.from(now)).toList());
		// limits that only other calls name
		moments.addAll(kept.subList(Math.min(debts.size(), kept.size()), kept.size()));
		return List.copyOf(moments);
	}

	synchronized int size() {
		return this.subjects.size();
	}

}
