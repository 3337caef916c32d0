package io.github.redistiers.guard;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.TreeSet;

import io.github.redistiers.TierRole;
import org.jspecify.annotations.Nullable;

/**
 * {@code store.replicas}: a replica that is far behind, or gone, is no help when its
 * primary fails. Those that were there within the last hour are expected, even of a
 * primary that has taken another's place since. One that copies the data is neither right
 * nor wrong while the copy gets on.
 */
final class ReplicasCheck extends ConditionCheck {

	private static final long MOST_SECONDS = 10;

	private static final long MOST_BYTES = 64 * 1024 * 1024;

	/**
	 * A primary that has nothing to send yet says so every second.
	 */
	private static final long LONGEST_SILENCE = 60;

	private final ReplicaCounts counts = new ReplicaCounts();

	private final ByServer<ReplicaCopies> copies = new ByServer<>(ReplicaCopies::new);

	ReplicasCheck() {
		super(TierRole.STORE, "replicas");
	}

	@Override
	public Judgement judge(InspectedServer server) {
		ServerInfo info = server.info();
		if (!info.text("role").equals("master")) {
			return ofReplica(server, info);
		}
		List<Replica> replicas = replicas(info);
		Set<String> copying = this.copies.of(server).under(server, replicas);
		List<Replica> behind = replicas.stream()
			.filter((replica) -> replica.isBehind() && !copying.contains(replica.address()))
			.toList();
		int missing = this.counts.expected(server, replicas.size()) - replicas.size();
		if (behind.isEmpty() && missing <= 0 && !copying.isEmpty()) {
			return Judgement.unknown("A replica copies the data (" + String.join(", ", new TreeSet<>(copying))
					+ "). Whether it keeps up is known afterwards.");
		}
		if (behind.isEmpty() && missing <= 0) {
			return Judgement.ok(replicas.isEmpty() ? "none" : inWords(replicas));
		}
		String found = (missing > 0) ? missing + " of " + (missing + replicas.size()) + " replicas gone" : "";
		if (!behind.isEmpty()) {
			found += (found.isEmpty() ? "" : ", ") + inWords(behind);
		}
		return Judgement.wrong(Severity.WARNING, found, "replicas that keep up",
				"What they lack is lost if this primary fails.",
				Remedy.on(server)
					.then("Look at the replica's server, its log and the network between them:")
					.run("INFO replication", "state=online and lag 0 or 1 is right")
					.then("One that was taken away on purpose is forgotten after an hour."));
	}

	private static Judgement ofReplica(InspectedServer server, ServerInfo info) {
		if ("up".equals(info.find("master_link_status"))) {
			return Judgement.ok("a replica with its primary");
		}
		if (isCopying(info)) {
			return Judgement.unknown("It copies its primary's data. Whether it keeps up is known afterwards.");
		}
		return Judgement.wrong(Severity.WARNING, "a replica without its primary", "master_link_status:up",
				"It lacks what is written now, and is no help if its primary fails.",
				Remedy.on(server)
					.then("Look at the replica's log: is the primary there, is masterauth right, does it load?")
					.repeatUntil("INFO replication", "master_link_status:up"));
	}

	/**
	 * While it loads what it has copied it hears nothing.
	 */
	private static boolean isCopying(ServerInfo info) {
		return info.numberOrNaN("master_sync_in_progress") > 0 && (info.numberOrNaN("loading") > 0
				|| info.numberOrNaN("master_sync_last_io_seconds_ago") <= LONGEST_SILENCE);
	}

	/**
	 * The replicas of a primary. One that copies over a connection of its own is told of
	 * twice.
	 */
	static List<Replica> replicas(ServerInfo info) {
		List<Replica> replicas = new ArrayList<>();
		double offset = info.numberOrNaN("master_repl_offset");
		info.fields().forEach((name, value) -> {
			if (name.matches("slave\\d+")) {
				Map<String, String> facts = facts(value);
				if (!"rdb-channel".equals(facts.get("type"))) {
					replicas.add(Replica.of(facts, offset));
				}
			}
		});
		return replicas;
	}

	private static Map<String, String> facts(String line) {
		Map<String, String> facts = new LinkedHashMap<>();
		for (String part : line.split(",")) {
			int equals = part.indexOf('=');
			if (equals > 0) {
				facts.put(part.substring(0, equals), part.substring(equals + 1));
			}
		}
		return facts;
	}

	private static String inWords(List<Replica> replicas) {
		StringJoiner words = new StringJoiner(", ");
		replicas.forEach((replica) -> words.add(replica.inWords()));
		return words.toString();
	}

	/**
	 * A replica as its primary sees it.
	 *
	 * @param address host and port
	 * @param state such as {@code online}
	 * @param seconds since it was heard of; not a number if that is not told
	 * @param bytes by which it is behind; not a number if that is not told
	 */
	record Replica(String address, String state, double seconds, double bytes) {

		static Replica of(Map<String, String> facts, double offset) {
			return new Replica(facts.getOrDefault("ip", "?") + ":" + facts.getOrDefault("port", "?"),
					facts.getOrDefault("state", "?"), number(facts.get("lag")),
					Math.max(0, offset - number(facts.get("offset"))));
		}

		private static double number(@Nullable String value) {
			try {
				return (value != null) ? Double.parseDouble(value) : Double.NaN;
			}
			catch (NumberFormatException ex) {
				return Double.NaN;
			}
		}

		boolean isBehind() {
			return !this.state.equals("online") || this.seconds > MOST_SECONDS || this.bytes > MOST_BYTES;
		}

		String inWords() {
			if (!this.state.equals("online")) {
				return this.address + " " + this.state;
			}
			return this.address + " " + (long) this.seconds + " s and " + Memory.inWords((long) this.bytes) + " behind";
		}

	}

}
