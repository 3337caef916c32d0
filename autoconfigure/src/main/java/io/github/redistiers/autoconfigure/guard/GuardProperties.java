package io.github.redistiers.autoconfigure.guard;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

import io.github.redistiers.guard.FindingTreatment;
import io.github.redistiers.guard.GuardMode;
import io.github.redistiers.guard.UnreachablePolicy;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What the guard does about what it finds.
 *
 * @since 0.1.0
 */
@ConfigurationProperties("redis-tiers.guard")
public class GuardProperties {

	/**
	 * Whether a server that is configured against its role stops the start (enforce), is
	 * logged only (warn), or is not asked at all (off). By default enforce, and warn for
	 * a tier whose address came from Testcontainers or Docker Compose.
	 */
	private @Nullable GuardMode mode;

	/**
	 * Decisions about single findings by id, such as store.aof: error, warn, off, or
	 * assumed where it cannot be known and an operator vouches for it. Not error for
	 * store.data-lost, which no start waits to know.
	 */
	private Map<String, FindingTreatment> findings = new LinkedHashMap<>();

	/**
	 * Whether a store that cannot be reached stops the start (fail), lets it wait (wait),
	 * or is looked at when it comes (ignore). A cache that cannot be reached never stops
	 * anything.
	 */
	private UnreachablePolicy unreachable = UnreachablePolicy.FAIL;

	/**
	 * How long the start waits for a store at most, where unreachable is wait; more than
	 * zero then.
	 */
	private Duration waitLimit = Duration.ofMinutes(1);

	/**
	 * How long after each look the guard looks again while the application runs; 0 for
	 * not at all. Otherwise it also looks as soon as a connection is lost or back, a call
	 * fails, or a cluster has changed.
	 */
	private Duration watchInterval = Duration.ofSeconds(30);

	/**
	 * What becomes of the store's health when its configuration turns out to be against
	 * its role while the application runs: only what is found is in it (report), or it is
	 * out of service (out-of-service).
	 */
	private OnDrift onDrift = OnDrift.REPORT;

	/**
	 * How old the store's last snapshot may be, if something has changed since, or its
	 * last backup where backup-key is set.
	 */
	private Duration backupMaxAge = Duration.ofHours(25);

	/**
	 * Name of a key on the store in which the job that makes backups leaves the time when
	 * it is done, in seconds since 1970. By default snapshots count as backups.
	 */
	private @Nullable String backupKey;

	public @Nullable GuardMode getMode() {
		return this.mode;
	}

	public void setMode(@Nullable GuardMode mode) {
		this.mode = mode;
	}

	public Map<String, FindingTreatment> getFindings() {
		return this.findings;
	}

	public void setFindings(Map<String, FindingTreatment> findings) {
		this.findings = findings;
	}

	public UnreachablePolicy getUnreachable() {
		return this.unreachable;
	}

	public void setUnreachable(UnreachablePolicy unreachable) {
		this.unreachable = unreachable;
	}

	public Duration getWatchInterval() {
		return this.watchInterval;
	}

	public void setWatchInterval(Duration watchInterval) {
		this.watchInterval = watchInterval;
	}

	public OnDrift getOnDrift() {
		return this.onDrift;
	}

	public void setOnDrift(OnDrift onDrift) {
		this.onDrift = onDrift;
	}

	public Duration getBackupMaxAge() {
		return this.backupMaxAge;
	}

	public void setBackupMaxAge(Duration backupMaxAge) {
		this.backupMaxAge = backupMaxAge;
	}

	public @Nullable String getBackupKey() {
		return this.backupKey;
	}

	public void setBackupKey(@Nullable String backupKey) {
		this.backupKey = backupKey;
	}

	public Duration getWaitLimit() {
		return this.waitLimit;
	}

	public void setWaitLimit(Duration waitLimit) {
		this.waitLimit = waitLimit;
	}

}
