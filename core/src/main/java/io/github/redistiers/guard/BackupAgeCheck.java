package io.github.redistiers.guard;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;

import io.github.redistiers.TierRole;
import org.jspecify.annotations.Nullable;

/**
 * {@code store.backup-age}: an AOF repeats every mistake; only a snapshot that is
 * somewhere undoes one. Where backups are made otherwise, the job that makes them leaves
 * the time in a key.
 */
final class BackupAgeCheck extends ConditionCheck {

	/** Clocks differ. */
	private static final Duration AHEAD = Duration.ofHours(1);

	static final Duration MAX_AGE = Duration.ofHours(25);

	private final Duration maxAge;

	private final @Nullable String key;

	/**
	 * A check.
	 * @param maxAge how old a backup may be
	 * @param key holds the time of the last backup, in seconds since 1970; {@code null}
	 * if snapshots are the backup
	 */
	BackupAgeCheck(Duration maxAge, @Nullable String key) {
		super(TierRole.STORE, "backup-age");
		this.maxAge = maxAge;
		this.key = key;
	}

	@Override
	public Judgement judge(InspectedServer server) {
		return (this.key != null) ? declared(server, this.key) : snapshot(server);
	}

	private Judgement declared(InspectedServer server, String name) {
		Object reply = server.ask("GET", name);
		if (reply == null) {
			return wrong(server, "no time of a backup in " + name);
		}
		try {
			Instant made = Instant.ofEpochSecond(Long.parseLong(String.valueOf(reply).strip()));
			// milliseconds, most likely, and then no backup would ever be too old
			if (!made.isAfter(server.at().plus(AHEAD))) {
				return judge(server, made, "backup");
			}
		}
		catch (NumberFormatException | DateTimeException ex) {
			// told below
		}
		throw new UnknownFactException("The key " + name
				+ " holds no number of seconds since 1970 that has passed. The backup job is to run: redis-cli SET "
				+ name + " $(date +%s)");
	}

	/**
	 * The time of the last snapshot is that of the server's start until there is one, and
	 * one without changes since is as good as new.
	 */
	private Judgement snapshot(InspectedServer server) {
		if (server.info().number("rdb_changes_since_last_save") == 0) {
			return Judgement.ok("nothing has changed since the last snapshot");
		}
		Judgement judgement = judge(server, Instant.ofEpochSecond(server.info().number("rdb_last_save_time")),
				"snapshot");
		if (judgement.verdict() == Verdict.WRONG && server.setting("save").isEmpty()) {
			throw new UnknownFactException(
					"The server makes no snapshots, and nobody says when the last backup was made."
							+ " Set redis-tiers.guard.backup-key to a key in which the backup job leaves the time.");
		}
		return judgement;
	}

	private Judgement judge(InspectedServer server, Instant made, String what) {
		Duration age = Duration.between(made, server.at());
		if (age.compareTo(this.maxAge) <= 0) {
			return Judgement.ok("the last " + what + " is not older than " + Spans.about(this.maxAge));
		}
		return wrong(server, "the last " + what + " " + Spans.about(age) + " old");
	}

	private Judgement wrong(InspectedServer server, String found) {
		Remedy remedy = Remedy.on(server);
		if (this.key == null) {
			remedy.run("BGSAVE", "it needs memory for what is written meanwhile")
				.repeatUntil("INFO persistence", "rdb_bgsave_in_progress:0")
				.then("Then find out why none was made before: the server's log and its save points say so.");
		}
		else {
			remedy.then("Find out why the backup job did not run. It ends with: redis-cli SET " + this.key
					+ " $(date +%s)");
		}
		return Judgement.wrong(Severity.WARNING, found, "one within " + Spans.about(this.maxAge),
				"What is deleted by mistake is deleted in the AOF too, and comes back from a backup only.", remedy);
	}

}
