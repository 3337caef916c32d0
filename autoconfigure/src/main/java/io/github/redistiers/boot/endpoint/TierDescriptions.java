package io.github.redistiers.boot.endpoint;

import java.util.Comparator;
import java.util.List;
import java.util.function.IntSupplier;

import io.github.redistiers.TierRole;
import io.github.redistiers.boot.endpoint.TierDescriptor.ServerDescriptor;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.guard.Finding;
import io.github.redistiers.guard.Guard;
import io.github.redistiers.guard.GuardReport;
import io.github.redistiers.guard.ServerInfo;
import io.github.redistiers.guard.ServerReport;
import io.github.redistiers.guard.TierReport;
import io.github.redistiers.guard.Verdict;
import org.jspecify.annotations.Nullable;

import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;

/**
 * Tiers and findings as the guard saw them the last time. No server is asked for it.
 *
 * @since 0.1.0
 */
public final class TierDescriptions {

	/**
	 * What has to be looked at comes first.
	 */
	private static final List<Verdict> ORDER = List.of(Verdict.WRONG, Verdict.UNKNOWN, Verdict.OK);

	private final Guard guard;

	private final List<RedisTier> tiers;

	private final UserNames users;

	private final IntSupplier openCacheBreakers;

	private final IntSupplier openStoreBreakers;

	/**
	 * Descriptions.
	 * @param guard knows the servers
	 * @param tiers all tiers
	 * @param openCacheBreakers how many circuit breakers of the cache are open
	 * @param openStoreBreakers how many of the store's are
	 */
	public TierDescriptions(Guard guard, List<RedisTier> tiers, IntSupplier openCacheBreakers,
			IntSupplier openStoreBreakers) {
		this.guard = guard;
		this.tiers = List.copyOf(tiers);
		this.users = new UserNames(tiers);
		this.openCacheBreakers = openCacheBreakers;
		this.openStoreBreakers = openStoreBreakers;
	}

	GuardReport report() {
		return this.guard.report();
	}

	GuardReport lookAgain() {
		return this.guard.inspectAgain();
	}

	List<TierDescriptor> tiers(GuardReport report) {
		return report.tiers().stream().map(this::tier).toList();
	}

	List<FindingDescriptor> findings(GuardReport report) {
		return report.findings()
			.stream()
			.sorted(Comparator.comparingInt((Finding finding) -> ORDER.indexOf(finding.verdict())))
			.map((finding) -> FindingDescriptor.of(finding, this.users::hide))
			.toList();
	}

	private TierDescriptor tier(TierReport tier) {
		IntSupplier open = (tier.role() == TierRole.CACHE) ? this.openCacheBreakers : this.openStoreBreakers;
		return new TierDescriptor(tier.name(), FindingDescriptor.word(tier.role()), FindingDescriptor.word(tier.mode()),
				topology(tier), tier.reached(), open.getAsInt(), tier.servers().stream().map(this::server).toList());
	}

	private String topology(TierReport report) {
		for (RedisTier tier : this.tiers) {
			if (tier.name().equals(report.name())
					&& tier.connectionFactory() instanceof LettuceConnectionFactory lettuce) {
				if (lettuce.isClusterAware()) {
					return "cluster";
				}
				if (lettuce.isRedisSentinelAware()) {
					return "sentinel";
				}
			}
		}
		return (report.servers().size() > 1) ? "replicated" : "single";
	}

	private ServerDescriptor server(ServerReport server) {
		ServerInfo info = server.info();
		String problem = (server.problem() != null) ? this.users.hide(server.problem()) : null;
		if (info == null) {
			return new ServerDescriptor(server.address(), server.reached(), problem, server.product(), null, null, null,
					null, null, null, null);
		}
		String role = info.find("role");
		boolean isReplica = "slave".equals(role);
		return new ServerDescriptor(server.address(), server.reached(), problem, server.product(),
				(role == null) ? null : isReplica ? "replica" : "primary", number(info, "connected_slaves"),
				isReplica ? info.find("master_host") + ":" + info.find("master_port") : null,
				number(info, "used_memory"), number(info, "maxmemory"), number(info, "evicted_keys"),
				number(info, "connected_clients"));
	}

	private static @Nullable Long number(ServerInfo info, String field) {
		double number = info.numberOrNaN(field);
		return Double.isNaN(number) ? null : (long) number;
	}

}
