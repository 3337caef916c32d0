package io.github.redistiers.guard;

import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

import io.github.redistiers.connection.RedisTier;
import org.jspecify.annotations.Nullable;

/**
 * What an operator decided about the guard.
 *
 * @param mode what to do about what is found, by tier
 * @param findings the decisions about single findings, by id; dots, dashes and case do
 * not count, since environment variables lose them
 * @param unreachable what to do at start-up when a store cannot be reached
 * @param waitLimit how long {@link UnreachablePolicy#WAIT} waits
 * @since 0.1.0
 */
public record GuardSettings(Function<RedisTier, GuardMode> mode, Map<String, FindingTreatment> findings,
		UnreachablePolicy unreachable, Duration waitLimit) {

	public GuardSettings {
		findings = Map.copyOf(findings);
	}

	/**
	 * The defaults: what is wrong stops the start, an unreachable store too.
	 * @return the settings
	 */
	public static GuardSettings defaults() {
		return new GuardSettings((tier) -> GuardMode.ENFORCE, Map.of(), UnreachablePolicy.FAIL, Duration.ofMinutes(1));
	}

	/**
	 * Returns the decision about a finding.
	 * @param id the finding's id
	 * @return the decision, or {@code null} if there is none
	 */
	public @Nullable FindingTreatment treatment(String id) {
		for (Map.Entry<String, FindingTreatment> finding : this.findings.entrySet()) {
			if (uniform(finding.getKey()).equals(uniform(id))) {
				return finding.getValue();
			}
		}
		return null;
	}

	static String uniform(String id) {
		return id.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
	}

}
