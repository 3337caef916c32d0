package io.github.redistiers.boot.guard;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.guard.Finding;
import io.github.redistiers.guard.GuardReport;
import io.github.redistiers.guard.Severity;
import io.github.redistiers.guard.Verdict;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.core.NestedExceptionUtils;
import org.springframework.data.redis.connection.RedisConnection;

/**
 * The health of the store tier: down if it does not answer, out of service if the guard
 * has found that it takes no writes or does not keep them.
 *
 * @since 0.1.0
 */
public final class StoreHealthIndicator implements HealthIndicator {

	/**
	 * Of a replica in the primary's place, and of a store that came back empty.
	 */
	private static final Set<String> OUT_OF_SERVICE = Set.of("store.primary", "store.data-lost");

	/**
	 * Of a store that is full, and not of one that will be; of a primary that refuses
	 * writes or does not keep them, and not of a replica whose disk fails.
	 */
	private static final Set<String> OUT_OF_SERVICE_IF_ERROR = Set.of("store.headroom", "store.persistence-health");

	private final RedisTier tier;

	private final Supplier<GuardReport> report;

	private final boolean isDriftOutOfService;

	/**
	 * The health of a store.
	 * @param tier the store
	 * @param report what the guard has found the last time
	 * @param isDriftOutOfService whether a configuration against its role takes the store
	 * out of service, too
	 */
	public StoreHealthIndicator(RedisTier tier, Supplier<GuardReport> report, boolean isDriftOutOfService) {
		this.tier = tier;
		this.report = report;
		this.isDriftOutOfService = isDriftOutOfService;
	}

	/**
	 * Asks the store. What fails is in the answer and not in the log, which each probe
	 * would write to again.
	 */
	@Override
	public Health health() {
		List<Finding> wrong = this.report.get()
			.withVerdict(Verdict.WRONG)
			.stream()
			.filter((finding) -> finding.tiers().contains(this.tier.name()) && finding.severity() != Severity.INFO)
			.toList();
		Health.Builder builder = new Health.Builder();
		if (!wrong.isEmpty()) {
			builder.withDetail("findings", wrong.stream().map(StoreHealthIndicator::sentence).toList());
		}
		try {
			boolean isOutOfService = !isPersisting() || wrong.stream().anyMatch(this::isOutOfService);
			return (isOutOfService ? builder.outOfService() : builder.up()).build();
		}
		catch (RuntimeException ex) {
			return builder.down(WhyItDoesNotAnswer.of(ex)).build();
		}
	}

	/**
	 * One whose disk fails may refuse even a PING, and is there.
	 */
	private boolean isPersisting() {
		try (RedisConnection connection = this.tier.connectionFactory().getConnection()) {
			connection.ping();
			return true;
		}
		catch (RuntimeException ex) {
			if (String.valueOf(NestedExceptionUtils.getMostSpecificCause(ex).getMessage()).startsWith("MISCONF")) {
				return false;
			}
			throw ex;
		}
	}

	private boolean isOutOfService(Finding finding) {
		if (OUT_OF_SERVICE.contains(finding.id())) {
			return true;
		}
		return finding.severity() == Severity.ERROR
				&& (this.isDriftOutOfService || OUT_OF_SERVICE_IF_ERROR.contains(finding.id()));
	}

	private static String sentence(Finding finding) {
		return "%s at %s: found %s%s. %s %s".formatted(finding.id(), String.join(" and ", finding.servers()),
				finding.found(), finding.needs().isEmpty() ? "" : ", needs " + finding.needs(), finding.why(),
				finding.page());
	}

}
