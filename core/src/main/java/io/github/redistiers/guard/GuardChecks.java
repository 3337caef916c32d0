package io.github.redistiers.guard;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import org.jspecify.annotations.Nullable;

/**
 * The checks that are there without an application's doing.
 *
 * @since 0.1.0
 */
public final class GuardChecks {

	private GuardChecks() {
	}

	/**
	 * Returns the checks of single servers.
	 * @param clock the time
	 * @return the checks, in the order of the report
	 */
	public static List<ServerCheck> ofServers(Clock clock) {
		return List.of(new VersionCheck(TierRole.CACHE), new CacheEvictionPolicyCheck(), new CacheMaxmemoryCheck(),
				new CachePersistenceCheck(), new AuthenticationCheck(TierRole.CACHE), new ClientsCheck(TierRole.CACHE),
				new HitRatioCheck(), new SlowScriptsCheck(TierRole.CACHE), new BigKeysCheck(TierRole.CACHE),
				new VersionCheck(TierRole.STORE), new PrimaryCheck(), new StoreEvictionPolicyCheck(), new AofCheck(),
				new AofRewriteCheck(), new FsyncCheck(), new PersistenceHealthCheck(), new StoreMaxmemoryCheck(),
				new HeadroomCheck(), new FsyncLagCheck(), new SnapshotsCheck(), backupAge(BackupAgeCheck.MAX_AGE, null),
				new ReplicasCheck(), new StoreDirectoryCheck(), new EvictedKeysCheck(clock),
				new AuthenticationCheck(TierRole.STORE), new FlushAllowedCheck(), new ClientCheck(), readFrom(false),
				new ClientsCheck(TierRole.STORE), new SlowScriptsCheck(TierRole.STORE),
				new BigKeysCheck(TierRole.STORE));
	}

	/**
	 * Returns the checks of two tiers against each other.
	 * @return the checks, in the order of the report
	 */
	public static List<TiersCheck> ofTiers() {
		return List.of(new SameServerCheck(), new ReplicatedTiersCheck(), new TiersDirectoryCheck());
	}

	/**
	 * Returns the checks of single servers together with an application's own.
	 * @param clock the time
	 * @param own the application's own; one that has the id of another takes its place
	 * @return the checks, in the order of the report
	 */
	public static List<ServerCheck> ofServers(Clock clock, List<ServerCheck> own) {
		return merge(ofServers(clock), own, ServerCheck::id);
	}

	/**
	 * Returns the checks of two tiers together with an application's own.
	 * @param own the application's own; one that has the id of another takes its place
	 * @return the checks, in the order of the report
	 */
	public static List<TiersCheck> ofTiers(List<TiersCheck> own) {
		return merge(ofTiers(), own, TiersCheck::id);
	}

	private static <T> List<T> merge(List<T> standard, List<T> own, Function<T, String> id) {
		Map<String, T> merged = new LinkedHashMap<>();
		standard.forEach((check) -> merged.put(id.apply(check), check));
		own.forEach((check) -> merged.put(id.apply(check), check));
		return List.copyOf(merged.values());
	}

	/**
	 * Returns the check that a store still has its data. It is the only one that writes:
	 * a marker of some hundred bytes on the store, and its copy on the cache.
	 * @param keyPrefix what the application's keys begin with
	 * @param tiers all tiers
	 * @return the check
	 */
	public static ServerCheck dataLost(String keyPrefix, List<RedisTier> tiers) {
		return new DataLostCheck(keyPrefix, tiers);
	}

	/**
	 * Returns the check that a store's append-only file was rewritten since the server
	 * was restarted.
	 * @param dataLost that of {@link #dataLost}, which knows since when the data is there
	 * @return the check
	 */
	public static ServerCheck aofTail(ServerCheck dataLost) {
		return new AofTailCheck((server) -> (dataLost instanceof DataLostCheck known) ? known.since(server) : null);
	}

	/**
	 * Returns the check of how old the last backup is, in place of the one that knows of
	 * snapshots of the last 25 hours only.
	 * @param maxAge how old a backup may be
	 * @param key holds the time of the last backup, in seconds since 1970; {@code null}
	 * if snapshots are the backup
	 * @return the check
	 */
	public static ServerCheck backupAge(Duration maxAge, @Nullable String key) {
		return new BackupAgeCheck(maxAge, key);
	}

	/**
	 * Returns the check that reads of the store go to its primary, in place of the one
	 * that allows nothing else.
	 * @param areReplicasAllowed whether they may go to replicas
	 * @return the check
	 */
	public static ServerCheck readFrom(boolean areReplicasAllowed) {
		return new ReadFromCheck(areReplicasAllowed);
	}

	/**
	 * Returns the check that the server reports expired and deleted keys, which indexed
	 * Spring Session repositories need.
	 * @return the check
	 */
	public static ServerCheck keyspaceEvents() {
		return new KeyspaceEventsCheck();
	}

}
