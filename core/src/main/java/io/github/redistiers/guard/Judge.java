package io.github.redistiers.guard;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.github.redistiers.connection.RedisTier;
import org.jspecify.annotations.Nullable;

/**
 * Turns checks into findings, and applies what the operator decided.
 */
final class Judge {

	private final GuardSettings settings;

	Judge(GuardSettings settings) {
		this.settings = settings;
	}

	List<Finding> judge(List<ServerCheck> checks, InspectedServer server) {
		List<Finding> findings = new ArrayList<>();
		for (ServerCheck check : checks) {
			if (check.role() == server.tier().role() && isWanted(check.id())) {
				findings.add(finding(check.id(), check.kind(), outcome(() -> check.judge(server)),
						List.of(server.tier()), List.of(server.node().address())));
			}
		}
		return findings;
	}

	List<Finding> compare(List<TiersCheck> checks, List<InspectedTier> tiers) {
		List<Finding> findings = new ArrayList<>();
		for (int i = 0; i < tiers.size(); i++) {
			for (int j = i + 1; j < tiers.size(); j++) {
				findings.addAll(compare(checks, tiers.get(i), tiers.get(j)));
			}
		}
		return findings;
	}

	private List<Finding> compare(List<TiersCheck> checks, InspectedTier one, InspectedTier other) {
		if (one.tier().role() == other.tier().role() || one.servers().isEmpty() || other.servers().isEmpty()) {
			return List.of();
		}
		List<RedisTier> tiers = List.of(one.tier(), other.tier());
		List<String> addresses = List.of(one.servers().get(0).node().address(),
				other.servers().get(0).node().address());
		List<Finding> findings = new ArrayList<>();
		for (TiersCheck check : checks) {
			if (isWanted(check.id())) {
				findings
					.add(finding(check.id(), check.kind(), outcome(() -> check.judge(one, other)), tiers, addresses));
			}
		}
		return findings;
	}

	private boolean isWanted(String id) {
		return this.settings.treatment(id) != FindingTreatment.OFF;
	}

	private static Judgement outcome(Supplier<Judgement> check) {
		try {
			return check.get();
		}
		catch (UnknownFactException ex) {
			return Judgement.unknown(ex);
		}
		catch (RuntimeException ex) {
			// a check that breaks knows nothing, and must not keep anybody from starting
			return Judgement.unknown("The check failed: " + ex + ".");
		}
	}

	private Finding finding(String id, FindingKind kind, Judgement judgement, List<RedisTier> tiers,
			List<String> servers) {
		FindingTreatment treatment = this.settings.treatment(id);
		boolean wrong = judgement.verdict() == Verdict.WRONG;
		Severity severity = wrong ? severity(treatment, judgement) : judgement.severity();
		boolean stops = wrong && severity == Severity.ERROR
				&& (kind == FindingKind.CONFIGURATION || treatment == FindingTreatment.ERROR) && isEnforced(tiers);
		boolean declared = judgement.verdict() == Verdict.UNKNOWN && treatment == FindingTreatment.ASSUMED;
		return new Finding(id, kind, judgement.verdict(), severity, names(tiers), servers, judgement.found(),
				judgement.needs(), judgement.why(), judgement.remedy(), declared, stops);
	}

	private static List<String> names(List<RedisTier> tiers) {
		List<String> names = new ArrayList<>();
		for (RedisTier tier : tiers) {
			names.add(tier.name());
		}
		return names;
	}

	private boolean isEnforced(List<RedisTier> tiers) {
		return tiers.stream().allMatch((tier) -> this.settings.mode().apply(tier) == GuardMode.ENFORCE);
	}

	private static Severity severity(@Nullable FindingTreatment treatment, Judgement judgement) {
		if (treatment == FindingTreatment.ERROR) {
			return Severity.ERROR;
		}
		return (treatment == FindingTreatment.WARN) ? Severity.WARNING : judgement.severity();
	}

}
