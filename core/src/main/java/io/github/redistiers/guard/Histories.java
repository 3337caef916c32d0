package io.github.redistiers.guard;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The histories of all servers, each as long as somebody knows it.
 */
final class Histories {

	private final Map<String, ServerHistory> histories = new ConcurrentHashMap<>();

	/**
	 * Lets each server that was reached know what it told before. One that was not keeps
	 * its history while it is still one of its tier.
	 */
	void take(TierVisit visit) {
		String tier = visit.tier().name() + " ";
		Set<String> known = new HashSet<>();
		for (TierVisit.Attempt attempt : visit.attempts()) {
			String key = tier + attempt.address();
			known.add(key);
			LiveServer server = attempt.server();
			if (server != null) {
				server.remember(this.histories.computeIfAbsent(key, (name) -> new ServerHistory()));
			}
		}
		this.histories.keySet().removeIf((key) -> key.startsWith(tier) && !known.contains(key));
	}

}
