package io.github.redistiers.test.contract;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What became of the operations on one key, and what therefore must be found. Safe for
 * use by several threads.
 */
final class KeyTally {

	private final Map<Long, Long> acknowledged = new LinkedHashMap<>();

	private final Set<Long> unknown = new LinkedHashSet<>();

	private long found;

	private long acknowledgedSince;

	private long unknownSince;

	private long lost;

	synchronized void acknowledge(long number) {
		if (this.unknown.remove(number)) {
			this.unknownSince--;
		}
		this.acknowledged.put(number, System.nanoTime());
		this.acknowledgedSince++;
	}

	synchronized void leaveUnknown(long number) {
		if (this.unknown.add(number)) {
			this.unknownSince++;
		}
	}

	/**
	 * Compares with what is found while no operation is under way.
	 * @return what is wrong, in words; empty if nothing is
	 */
	synchronized List<String> check(Found now, Loss loss) {
		List<String> wrong = now.isNumbered() ? checkNumbers(now.numbers(), loss) : checkCount(now.count(), loss);
		this.found = now.count();
		this.acknowledgedSince = 0;
		this.unknownSince = 0;
		return wrong;
	}

	private List<String> checkCount(long count, Loss loss) {
		long expected = this.found + this.acknowledgedSince;
		long mayBeLost = this.acknowledged.values().stream().filter(loss::permits).count();
		this.lost += Math.max(0, expected - count);
		List<String> wrong = new ArrayList<>();
		if (count < expected - mayBeLost) {
			wrong.add("%d are lost: found %d, acknowledged %d, of which %d may be lost"
				.formatted(expected - mayBeLost - count, count, expected, mayBeLost));
		}
		if (count > expected + this.unknownSince) {
			wrong.add("%d are doubled: found %d, acknowledged %d, unknown %d"
				.formatted(count - expected - this.unknownSince, count, expected, this.unknownSince));
		}
		return wrong;
	}

	private List<String> checkNumbers(List<Long> numbers, Loss loss) {
		Set<Long> once = new HashSet<>();
		List<Long> doubled = numbers.stream().filter((number) -> !once.add(number)).toList();
		List<Long> missing = new ArrayList<>();
		List<Long> lostAnyway = new ArrayList<>();
		this.acknowledged.forEach((number, time) -> {
			if (!once.contains(number)) {
				missing.add(number);
				if (!loss.permits(time)) {
					lostAnyway.add(number);
				}
			}
		});
		List<Long> invented = once.stream()
			.filter((number) -> !this.acknowledged.containsKey(number) && !this.unknown.contains(number))
			.toList();
		List<String> wrong = new ArrayList<>();
		describe(wrong, lostAnyway, "lost");
		describe(wrong, doubled, "doubled");
		describe(wrong, invented, "there though they were said not to be applied, or had been lost before");
		this.lost += missing.size();
		missing.forEach(this.acknowledged::remove);
		long checked = System.nanoTime();
		this.unknown.stream().filter(once::contains).forEach((number) -> this.acknowledged.put(number, checked));
		this.unknown.removeIf(once::contains);
		return wrong;
	}

	private static void describe(List<String> wrong, List<Long> numbers, String what) {
		if (!numbers.isEmpty()) {
			wrong.add("%d are %s, such as %s".formatted(numbers.size(), what,
					numbers.subList(0, Math.min(5, numbers.size()))));
		}
	}

	synchronized long lost() {
		return this.lost;
	}

}
