package io.github.redistiers.guard;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

import io.github.redistiers.TierRole;

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
				new CachePersistenceCheck(), new AuthenticationCheck(TierRole.CACHE), new VersionCheck(TierRole.STORE),
				new PrimaryCheck(), new StoreEvictionPolicyCheck(), new AofCheck(), new AofRewriteCheck(),
				new FsyncCheck(), new PersistenceHealthCheck(), new StoreMaxmemoryCheck(), new HeadroomCheck(),
				new SnapshotsCheck(), new EvictedKeysCheck(clock), new AuthenticationCheck(TierRole.STORE),
				new FlushAllowedCheck(), new ClientCheck());
	}

	/**
	 * Returns the checks of two tiers against each other.
	 * @return the checks, in the order of the report
	 */
	public static List<TiersCheck> ofTiers() {
		return List.of(new SameServerCheck(), new ReplicatedTiersCheck());
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
	 * Returns the check that the server reports expired and deleted keys, which indexed
	 * Spring Session repositories need.
	 * @return the check
	 */
	public static ServerCheck keyspaceEvents() {
		return new KeyspaceEventsCheck();
	}

}
