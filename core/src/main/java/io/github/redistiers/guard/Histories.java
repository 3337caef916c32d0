package io.github.redistiers.guard;

import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The histories of all servers, each until it is of no use any more.
 */
final class Histories {

	private final Map<String, ServerHistory> histories = new ConcurrentHashMap<>();

	/**
	 * Lets each server that was reached know what it told before. One that was not keeps
	 * its history for an hour, even if nobody knew for a while that it is one of its
	 * tier.
	 */
	void take(TierVisit visit, Instant at) {
		String tier = visit.tier().name() + " ";
		for (TierVisit.Attempt attempt : visit.attempts()) {
			LiveServer server = attempt.server();
			if (server != null) {
				server
					.remember(this.histories.computeIfAbsent(tier + attempt.address(), (name) -> new ServerHistory()));
			}
		}
		this.histories.values().removeIf((history) -> history.isOver(at));
	}

}
