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

	/** Sentinel takes some ten seconds to make a former primary a replica. */
	private static final Duration DEMOTED = Duration.ofMinutes(1);

	private static final Log logger = LogFactory.getLog(DataLostCheck.class);

	private static final Set<String> ELSEWHERE = Set.of("MOVED", "ASK", "TRYAGAIN");

	private final String keyPrefix;

	private final IdentityCopies copies;

	private final Map<String, Known> known = new ConcurrentHashMap<>();

	private final ByServer<DataSince> since = new ByServer<>(DataSince::new);

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
		if (!isPrimary(server)) {
			DataHolder holder = DataHolder.of(server);
			this.known.values().forEach((expected) -> expected.follows(holder));
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
		if (found != null) {
			this.since.of(server).seen(runId(server), found.since());
		}
		LostData lost = expected.take(found, DataHolder.of(server), server.at());
		if (lost != null) {
			String right = lost.isAnothers() ? null : holderOfTheData(server, marker, expected, lost);
			if (right != null && server.at().isBefore(lost.loss().claimedSince().plus(DEMOTED))) {
				throw twoPrimaries(right, lost);
			}
			return Judgement.wrong(Severity.ERROR, lost.words(), "the data that was here",
					"The store's data is gone, or this is not the store: after a FLUSHALL, a start without its volume or"
							+ " with an older backup, or with crossed addresses it looks like this.",
					remedy(server, right, marker));
		}
		if (found != null && expected.isToBeCopied(server.at())) {
			this.copies.put(marker, found.id());
		}
		return Judgement.ok("the data that was here before");
	}

	/**
	 * Another primary that has what is missing here: one that was failed over, and comes
	 * back, calls itself a primary until it is told otherwise.
	 */
	private @Nullable String holderOfTheData(InspectedServer server, String marker, Known expected, LostData lost) {
		for (InspectedServer other : server.tierServers()) {
			try {
				if (other != server && isPrimary(other) && markers(other).contains(marker)
						&& expected.isRight(look(other, marker, expected), DataHolder.of(other))) {
					expected.seenBeside(DataHolder.of(server), other.node().address());
					return other.node().address();
				}
			}
			catch (UnknownFactException ex) {
				logger.trace("It tells nothing, and so not that it has the data", ex);
			}
		}
		// one look may not reach it
		return lost.loss().right();
	}

	private static UnknownFactException twoPrimaries(String right, LostData lost) {
		return new UnknownFactException(
				"Two servers call themselves the primary: " + right
						+ " has the data that is expected, and this one has " + lost.words()
						+ ". It is to become a replica, as one that was failed over does when it comes back.",
				Remedy
					.of("If it stays so for more than a minute, make the wrong one a replica of the right one. What it"
							+ " alone has is lost then.")
					.lines());
	}

	private static boolean isPrimary(InspectedServer server) {
		return server.info().text("role").equals("master");
	}

	/**
	 * Since when a server has had its data at least, its restarts included.
	 * @return a time by the server's clock; {@code null} if no marker was seen since its
	 * start
	 */
	@Nullable Instant since(InspectedServer server) {
		return this.since.of(server).time(runId(server));
	}

	private static String runId(InspectedServer server) {
		return String.valueOf(server.info().find("run_id"));
	}

	private static @Nullable IdentityMarker look(InspectedServer server, String marker, Known expected) {
		Object reply = server.ask("EVAL", SCRIPT, "1", marker, expected.newId(), expected.isExpected() ? "1" : "0",
				String.valueOf(expected.seenAtLeast().getEpochSecond()));
		return (reply instanceof List<?> facts && facts.size() == 5) ? IdentityMarker.of(facts) : null;
	}

	private static Remedy remedy(InspectedServer server, @Nullable String right, String marker) {
		Remedy remedy = Remedy.on(server)
			.then("Stop what writes to it: each write, and the next snapshot or rewrite, may overwrite what is left.")
			.run("CONFIG GET dir", "copy this directory before anything is restarted or restored");
		if (right != null) {
			return remedy.then("The data is on " + right
					+ ", which is a primary, too. Make this server its replica (REPLICAOF), and nothing else.");
		}
		return remedy
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
	 * What the markers of one server tell, from its start on.
	 */
	private static final class DataSince {

		private @Nullable String runId;

		private @Nullable Instant time;

		synchronized void seen(String runId, Instant since) {
			Instant known = time(runId);
			this.time = (known != null && known.isBefore(since)) ? known : since;
			this.runId = runId;
		}

		synchronized @Nullable Instant time(String runId) {
			return runId.equals(this.runId) ? this.time : null;
		}

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

		private final DataLosses losses = new DataLosses();

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
		synchronized @Nullable LostData take(@Nullable IdentityMarker found, DataHolder holder, Instant at) {
			String expected = this.id;
			if (expected == null) {
				if (found != null && !found.now().isBefore(found.since().plus(SETTLED))) {
					adopt(found, holder);
				}
				return null;
			}
			if (found == null) {
				return lost("no identity marker", this.losses.add(holder, at, null), false);
			}
			boolean isAccepted = found.accepted() && !found.since().isBefore(this.seen);
			if (!found.id().equals(expected) && !isAccepted) {
				return lost("another store's identity " + abbreviated(found.id()) + " of " + found.since(),
						this.losses.add(holder, at, null), true);
			}
			if (found.id().equals(expected) && isOldState(found, holder)) {
				return lost("the data of " + found.seen(), this.losses.add(holder, at, found.now()), false);
			}
			adopt(found, holder);
			return null;
		}

		/**
		 * Whether a server has what is expected.
		 */
		synchronized boolean isRight(@Nullable IdentityMarker found, DataHolder holder) {
			return found != null && found.id().equals(this.id) && !isOldState(found, holder);
		}

		synchronized void seenBeside(DataHolder holder, String right) {
			this.losses.seenBeside(holder, right);
		}

		synchronized void follows(DataHolder holder) {
			this.losses.follows(holder);
		}

		/**
		 * Others may go on with an old state, and note that they have looked at it.
		 */
		private boolean isOldState(IdentityMarker found, DataHolder holder) {
			DataLosses.Loss loss = this.losses.find(holder);
			Instant oldAt = (loss != null) ? loss.oldAt() : null;
			return found.seen().isBefore(this.seenBefore) || (oldAt != null && !found.seen().isBefore(oldAt));
		}

		private void adopt(IdentityMarker found, DataHolder holder) {
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
			this.losses.remove(holder);
		}

		private LostData lost(String found, DataLosses.Loss loss, boolean isAnothers) {
			return new LostData(found + " instead of " + abbreviated(String.valueOf(this.id))
					+ (this.seen.equals(Instant.EPOCH) ? ", which the cache remembers" : ", last seen " + this.seen)
					+ "; found so since " + loss.since().truncatedTo(ChronoUnit.SECONDS), loss, isAnothers);
		}

		private static String abbreviated(String id) {
			return (id.length() > 8) ? id.substring(0, 8) : id;
		}

	}

	/**
	 * What was found in place of the data.
	 *
	 * @param words what is there, what should be, and since when it is so
	 * @param loss what is known of it
	 * @param isAnothers whether it is another store
	 */
	private record LostData(String words, DataLosses.Loss loss, boolean isAnothers) {

	}

}
