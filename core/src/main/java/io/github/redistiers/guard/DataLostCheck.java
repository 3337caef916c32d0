package io.github.redistiers.guard;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.lettuce.core.cluster.SlotHash;
import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;

/**
 * {@code store.data-lost}: the store came back empty, or as it was long ago, or another
 * one answers in its place. It carries a marker that is written once and never changes
 * but for the time at which it was looked at; a cluster carries several, so that each
 * primary has some. What is expected is what this process has seen, or what the cache
 * remembers of processes before it.
 */
final class DataLostCheck extends ConditionCheck {

	private static final String SCRIPT = ScriptText.load("identity.lua");

	/** In a cluster, as many as let each of a dozen primaries have some. */
	private static final int MARKERS = 32;

	/**
	 * A marker that is younger may be lost with the last second of an everysec log, or
	 * not be replicated yet.
	 */
	private static final Duration SETTLED = Duration.ofSeconds(10);

	/** So many looks the cache has to be there, before its copy is done without. */
	private static final int PATIENCE = 4;

	private static final Duration COPIED = Duration.ofMinutes(5);

	private static final Log logger = LogFactory.getLog(DataLostCheck.class);

	private static final Set<String> ELSEWHERE = Set.of("MOVED", "ASK", "TRYAGAIN");

	private final String keyPrefix;

	private final IdentityCopies copies;

	private final Map<String, Known> known = new ConcurrentHashMap<>();

	/**
	 * A check.
	 * @param keyPrefix what the marker's key begins with
	 * @param tiers all tiers
	 */
	DataLostCheck(String keyPrefix, List<RedisTier> tiers) {
		super(TierRole.STORE, "data-lost");
		this.keyPrefix = keyPrefix;
		this.copies = new IdentityCopies(tiers);
	}

	@Override
	public Judgement judge(InspectedServer server) {
		if (!server.info().text("role").equals("master")) {
			return Judgement.ok("a replica, which has what its primary has");
		}
		Judgement right = Judgement.ok("no slots, and so no data");
		for (String marker : markers(server)) {
			Judgement judgement = judge(server, marker);
			if (judgement != null && judgement.verdict() != Verdict.OK) {
				return judgement;
			}
			right = (judgement != null) ? judgement : right;
		}
		return right;
	}

	private @Nullable Judgement judge(InspectedServer server, String marker) {
		Known expected = this.known.computeIfAbsent(server.tier().name() + " " + marker, (key) -> new Known());
		if (!expected.isReady(() -> this.copies.find(marker))) {
			return Judgement.ok("not looked at yet");
		}
		IdentityMarker found;
		try {
			found = look(server, marker, expected);
		}
		catch (UnknownFactException ex) {
			String reply = ex.reply();
			if (reply != null && ELSEWHERE.contains(Refusals.code(reply))) {
				return null;
			}
			throw ex;
		}
		String loss = expected.take(found, server.at());
		if (loss != null) {
			return Judgement.wrong(Severity.ERROR, loss, "the data that was here",
					"The store's data is gone, or this is not the store: after a FLUSHALL, a start without its volume or"
							+ " with an older backup, or with crossed addresses it looks like this.",
					remedy(server, marker));
		}
		if (found != null && expected.isToBeCopied(server.at())) {
			this.copies.put(marker, found.id());
		}
		return Judgement.ok("the data that was here before");
	}

	private static @Nullable IdentityMarker look(InspectedServer server, String marker, Known expected) {
		Object reply = server.ask("EVAL", SCRIPT, "1", marker, expected.newId(), expected.isExpected() ? "1" : "0",
				String.valueOf(expected.seenAtLeast().getEpochSecond()));
		return (reply instanceof List<?> facts && facts.size() == 5) ? IdentityMarker.of(facts) : null;
	}

	private static Remedy remedy(InspectedServer server, String marker) {
		return Remedy.on(server)
			.then("Stop what writes to it: each write, and the next snapshot or rewrite, may overwrite what is left.")
			.run("CONFIG GET dir", "copy this directory before anything is restarted or restored")
			.then("Is it the right server, with the right volume? Correct the address (redis-tiers."
					+ server.tier().name() + ".*) or the volume, or restore the newest backup.")
			.then("Only when the right backup is back, or the store is to begin anew:")
			.run("SET " + marker + " accepted",
					"what was expected is forgotten, by all processes of the applications with this prefix");
	}

	private List<String> markers(InspectedServer server) {
		if (!server.info().flag("cluster_enabled")) {
			return List.of(marker(0));
		}
		List<String> own = new ArrayList<>();
		List<int[]> slots = slots(String.valueOf(server.ask("CLUSTER", "NODES")));
		for (int i = 0; i < MARKERS; i++) {
			int slot = SlotHash.getSlot(marker(i));
			if (slots.stream().anyMatch((range) -> range[0] <= slot && slot <= range[1])) {
				own.add(marker(i));
			}
		}
		return own;
	}

	private String marker(int number) {
		return this.keyPrefix + "identity:{" + number + "}";
	}

	/**
	 * The slots of the node that tells: the ninth and further words of its line.
	 */
	private static List<int[]> slots(String nodes) {
		List<int[]> slots = new ArrayList<>();
		for (String line : nodes.split("\n")) {
			String[] words = line.trim().split(" ");
			if (words.length > 8 && List.of(words[2].split(",")).contains("myself")) {
				for (int i = 8; i < words.length; i++) {
					if (words[i].matches("\\d+(-\\d+)?")) {
						String[] ends = words[i].split("-");
						slots.add(new int[] { Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) });
					}
				}
			}
		}
		return slots;
	}

	/**
	 * What is known of one marker.
	 */
	private static final class Known {

		/** Of a marker that is still to be written; no two have the same. */
		private String newId = UUID.randomUUID().toString();

		private int looks;

		private boolean isReady;

		private @Nullable String id;

		private @Nullable Instant copied;

		/** When it was looked at last, and the time before: the last may be lost. */
		private Instant seen = Instant.EPOCH;

		private Instant seenBefore = Instant.EPOCH;

		private @Nullable Instant lostAt;

		/** By the server's clock; {@code null} unless its data went back. */
		private @Nullable Instant oldAt;

		/**
		 * Not at the first look, which a start waits for, and not before the cache was
		 * asked, which may take a while to be there.
		 */
		synchronized boolean isReady(Supplier<@Nullable String> copy) {
			this.looks++;
			if (this.isReady || this.looks == 1) {
				return this.isReady;
			}
			try {
				this.id = copy.get();
				this.isReady = true;
			}
			catch (RuntimeException ex) {
				logger.trace("The cache is away", ex);
				this.isReady = this.looks > PATIENCE;
			}
			return this.isReady;
		}

		synchronized String newId() {
			return this.newId;
		}

		synchronized boolean isExpected() {
			return this.id != null;
		}

		synchronized Instant seenAtLeast() {
			return this.seenBefore;
		}

		synchronized boolean isToBeCopied(Instant at) {
			if (this.id == null || (this.copied != null && at.isBefore(this.copied.plus(COPIED)))) {
				return false;
			}
			this.copied = at;
			return true;
		}

		/**
		 * Compares what was found with what is expected.
		 * @return what is lost; {@code null} if nothing is
		 */
		synchronized @Nullable String take(@Nullable IdentityMarker found, Instant at) {
			String expected = this.id;
			if (expected == null) {
				if (found != null && !found.now().isBefore(found.since().plus(SETTLED))) {
					adopt(found);
				}
				return null;
			}
			if (found == null) {
				return lost("no identity marker", expected, at, null);
			}
			boolean isAccepted = found.accepted() && !found.since().isBefore(this.seen);
			if (!found.id().equals(expected) && !isAccepted) {
				return lost("another store's identity " + abbreviated(found.id()) + " of " + found.since(), expected,
						at, null);
			}
			if (found.id().equals(expected) && (found.seen().isBefore(this.seenBefore) || isOldState(found))) {
				return lost("the data of " + found.seen(), expected, at, found.now());
			}
			adopt(found);
			return null;
		}

		/**
		 * Others may go on with an old state, and note that they have looked at it.
		 */
		private boolean isOldState(IdentityMarker found) {
			return this.oldAt != null && !found.seen().isBefore(this.oldAt);
		}

		private void adopt(IdentityMarker found) {
			if (!found.id().equals(this.id)) {
				this.copied = null;
				this.seen = Instant.EPOCH;
				this.seenBefore = Instant.EPOCH;
			}
			this.id = found.id();
			if (found.id().equals(this.newId)) {
				this.newId = UUID.randomUUID().toString();
			}
			if (!found.seen().isBefore(this.seen.plus(SETTLED))) {
				this.seenBefore = this.seen;
				this.seen = found.seen();
			}
			this.lostAt = null;
			this.oldAt = null;
		}

		private String lost(String found, String expected, Instant at, @Nullable Instant old) {
			Instant since = (this.lostAt != null) ? this.lostAt : at;
			this.lostAt = since;
			this.oldAt = (this.oldAt != null) ? this.oldAt : old;
			return found + " instead of " + abbreviated(expected)
					+ (this.seen.equals(Instant.EPOCH) ? ", which the cache remembers" : ", last seen " + this.seen)
					+ "; found so since " + since.truncatedTo(ChronoUnit.SECONDS);
		}

		private static String abbreviated(String id) {
			return (id.length() > 8) ? id.substring(0, 8) : id;
		}

	}

}
