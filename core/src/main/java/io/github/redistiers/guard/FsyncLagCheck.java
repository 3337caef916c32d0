package io.github.redistiers.guard;

import java.time.Duration;
import java.util.List;

import io.github.redistiers.TierRole;

/**
 * {@code store.fsync-lag}: while the disk does not keep up, what is acknowledged waits in
 * the server's memory, and is lost even if only the process ends.
 */
final class FsyncLagCheck extends ConditionCheck {

	private static final Duration RECENT = Duration.ofMinutes(5);

	private static final int LOOKS = 3;

	FsyncLagCheck() {
		super(TierRole.STORE, "fsync-lag");
	}

	@Override
	public Judgement judge(InspectedServer server) {
		ServerInfo info = server.info();
		if (!info.flag("aof_enabled")) {
			return Judgement.ok("the AOF off");
		}
		long delayed = (long) grown(server, "aof_delayed_fsync", RECENT);
		if (delayed > 0) {
			return wrong(server, delayed + " delayed fsyncs in the last " + Spans.about(RECENT));
		}
		if (isWaitingForLong(server)) {
			return wrong(server, "an fsync under way for long, and writes that wait for it");
		}
		return Judgement.ok("the disk keeps up");
	}

	/**
	 * An fsync is under way once a second on a server that is well. One that is seen at
	 * several looks in a row is slow.
	 */
	private static boolean isWaitingForLong(InspectedServer server) {
		int inARow = 0;
		for (Sighting sighting : server.earlier()) {
			boolean isRecent = sighting.at().isAfter(server.at().minus(RECENT));
			inARow = (isRecent && isWaiting(sighting.info())) ? inARow + 1 : 0;
			if (inARow >= LOOKS) {
				return true;
			}
		}
		return inARow + 1 >= LOOKS && isWaiting(server.info());
	}

	private static boolean isWaiting(ServerInfo info) {
		return info.numberOrNaN("aof_pending_bio_fsync") > 0 && info.numberOrNaN("aof_buffer_length") > 0;
	}

	private static Judgement wrong(InspectedServer server, String found) {
		return Judgement.wrong(Severity.WARNING, found, "none",
				"Acknowledged writes wait in memory for the disk: they are lost if the server ends now, without a"
						+ " power cut.",
				Remedy.on(server)
					.then("Look at the disk (iostat -x 1, a neighbour's backup, a snapshot or rewrite that runs):")
					.run("INFO persistence", "aof_rewrite_in_progress and rdb_bgsave_in_progress write to it as well")
					.then("Give the store a disk of its own, or a faster one."));
	}

}
