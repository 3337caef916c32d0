package io.github.redistiers.store.lock;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledFuture;

import io.github.redistiers.store.StoreExceptionTranslation;
import io.lettuce.core.cluster.SlotHash;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * Renews the leases of all locks that this process holds, those of a cluster slot in one
 * command, and notices which are lost.
 */
final class Renewals {

	private static final Log logger = LogFactory.getLog(Renewals.class);

	/**
	 * How many a script renews, so that no server is held up for long.
	 */
	private static final int MOST = 100;

	private final Set<Hold> held = ConcurrentHashMap.newKeySet();

	private final LockProcess process;

	private @Nullable ScheduledFuture<?> planned;

	private volatile boolean isPlanned;

	private volatile long next;

	Renewals(LockProcess process) {
		this.process = process;
	}

	void add(Hold hold) {
		this.held.add(hold);
		plan(hold.attention());
	}

	void remove(Hold hold) {
		this.held.remove(hold);
	}

	/**
	 * Looks at all locks at a moment, if it would not do so before. Most locks are
	 * released sooner, so nothing is planned for each.
	 */
	private void plan(long at) {
		if (this.isPlanned && this.next - at <= 0) {
			return;
		}
		synchronized (this) {
			if (this.isPlanned && this.next - at <= 0) {
				return;
			}
			if (this.planned != null) {
				this.planned.cancel(false);
			}
			this.next = at;
			this.planned = this.process.later(at - this.process.now(), this::look);
			this.isPlanned = this.planned != null;
		}
	}

	/**
	 * Looks at all locks now.
	 */
	void look() {
		synchronized (this) {
			this.isPlanned = false;
			this.planned = null;
		}
		long now = this.process.now();
		List<Hold> due = new ArrayList<>();
		for (Hold hold : this.held) {
			if (hold.isOver(now)) {
				hold.lose();
			}
			else if (hold.isDue(now)) {
				due.add(hold);
			}
		}
		try {
			renew(due);
		}
		finally {
			this.held.stream().map(Hold::attention).min((one, other) -> Long.signum(one - other)).ifPresent(this::plan);
		}
	}

	private void renew(List<Hold> due) {
		Map<Together, List<Hold>> batches = new HashMap<>();
		for (Hold hold : due) {
			hold.renewing();
			batches
				.computeIfAbsent(new Together(hold.locks(), SlotHash.getSlot(hold.claim().keys().lock())),
						(together) -> new ArrayList<>())
				.add(hold);
		}
		batches.forEach((together, holds) -> {
			for (int i = 0; i < holds.size(); i += MOST) {
				renew(together.locks(), holds.subList(i, Math.min(holds.size(), i + MOST)));
			}
		});
	}

	private void renew(RedisLocks locks, List<Hold> holds) {
		long sent = this.process.now();
		locks.calls().renew(holds).whenComplete((held, failure) -> {
			if (failure != null) {
				logger.debug("%d locks were not renewed".formatted(holds.size()),
						StoreExceptionTranslation.cause(failure));
			}
			for (int i = 0; i < holds.size(); i++) {
				renewed(holds.get(i), sent, (failure == null) ? held.get(i) : null);
			}
		});
	}

	/**
	 * Notes what became of one.
	 * @param isHeld {@code null} if it is not known
	 */
	private void renewed(Hold hold, long sent, @Nullable Boolean isHeld) {
		long now = this.process.now();
		if (isHeld == null) {
			hold.notRenewed(now);
		}
		else if (isHeld && !hold.isOver(now)) {
			hold.renewed(sent);
		}
		else {
			// also one that was renewed too late: what is not held is not held again
			hold.lose();
			return;
		}
		if (this.held.contains(hold)) {
			plan(hold.attention());
		}
	}

	/**
	 * What is renewed by one command.
	 */
	private record Together(RedisLocks locks, int slot) {

	}

}
