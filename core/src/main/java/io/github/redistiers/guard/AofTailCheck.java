package io.github.redistiers.guard;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;

import io.github.redistiers.TierRole;
import org.jspecify.annotations.Nullable;

/**
 * {@code store.aof-tail}: a server that is killed may leave half a script's or a
 * transaction's changes at the end of its append-only file. It starts with that file all
 * the same, goes on writing behind that half, and the start after that applies it, or
 * drops what was written since. A rewrite leaves the half behind.
 */
final class AofTailCheck extends ConditionCheck {

	/** The server tells its uptime in whole seconds. */
	private static final Duration ROUNDING = Duration.ofSeconds(2);

	private final Function<InspectedServer, @Nullable Instant> dataSince;

	private final ByServer<Starts> starts = new ByServer<>(Starts::new);

	/**
	 * A check.
	 * @param dataSince since when a server has its data at least, by its own clock;
	 * {@code null} if that is not known
	 */
	AofTailCheck(Function<InspectedServer, @Nullable Instant> dataSince) {
		super(TierRole.STORE, "aof-tail");
		this.dataSince = dataSince;
	}

	@Override
	public Judgement judge(InspectedServer server) {
		ServerInfo info = server.info();
		info.requireLoaded();
		if (!info.flag("aof_enabled") || !info.text("role").equals("master")) {
			return Judgement.ok("no AOF that must be whole");
		}
		Start start = this.starts.of(server).of(info);
		if (start.isFollowedByARewrite(info)) {
			return Judgement.ok("a rewrite since the server's start");
		}
		Instant since = this.dataSince.apply(server);
		if (since == null || !since.isBefore(start.time.minus(ROUNDING))) {
			return Judgement.ok("no restart that is known of");
		}
		if (info.flag("aof_rewrite_in_progress") || info.flag("aof_rewrite_scheduled")) {
			return Judgement.unknown("The AOF is being rewritten, which the restart of " + start.time + " asks for.");
		}
		return start.isTold(() -> loadsHalf(server)) ? wrong(server, start.time)
				: Judgement.ok("a server that starts with a whole AOF alone");
	}

	private static Judgement wrong(InspectedServer server, Instant start) {
		return Judgement.wrong(Severity.WARNING, "no rewrite of the AOF that is known of since the restart",
				"one after " + start,
				"If the server was killed, its AOF may hold half of a change. The next restart then applies that half,"
						+ " or drops what was written since this one.",
				Remedy.on(server).run("BGREWRITEAOF", "before the next restart").untilRewritten());
	}

	/**
	 * Whoever may not ask has what servers have by default.
	 */
	private static boolean loadsHalf(InspectedServer server) {
		try {
			return !server.setting("aof-load-truncated").equals("no");
		}
		catch (UnknownFactException ex) {
			return true;
		}
	}

	/**
	 * The starts of one server.
	 */
	private static final class Starts {

		private @Nullable Start last;

		synchronized Start of(ServerInfo info) {
			String runId = String.valueOf(info.find("run_id"));
			Start known = this.last;
			if (known == null || !known.runId.equals(runId)) {
				known = new Start(runId, time(info));
				this.last = known;
			}
			return known;
		}

		private static Instant time(ServerInfo info) {
			Instant now = Instant.EPOCH.plus(info.number("server_time_usec"), ChronoUnit.MICROS);
			return now.minusSeconds(info.number("uptime_in_seconds")).truncatedTo(ChronoUnit.SECONDS);
		}

	}

	/**
	 * One start of a server, and what was seen since.
	 */
	private static final class Start {

		private final String runId;

		private final Instant time;

		private boolean isRewritten;

		private boolean isTold;

		Start(String runId, Instant time) {
			this.runId = runId;
			this.time = time;
		}

		/**
		 * The server tells of its last rewrite alone, and that one may have failed.
		 */
		synchronized boolean isFollowedByARewrite(ServerInfo info) {
			this.isRewritten |= info.number("aof_last_rewrite_time_sec") >= 0
					&& !info.text("aof_last_bgrewrite_status").equals("err");
			return this.isRewritten;
		}

		/**
		 * A setting that is changed after the start changes nothing of what it has read.
		 */
		synchronized boolean isTold(BooleanSupplier loadsHalf) {
			this.isTold = this.isTold || loadsHalf.getAsBoolean();
			return this.isTold;
		}

	}

}
