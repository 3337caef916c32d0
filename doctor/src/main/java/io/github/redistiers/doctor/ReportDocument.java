package io.github.redistiers.doctor;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import io.github.redistiers.guard.Finding;
import io.github.redistiers.guard.ServerReport;
import io.github.redistiers.guard.TierReport;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.json.JsonWriteFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The report as a program reads it. Members are added, never renamed or removed, as long
 * as {@code format} is 1.
 */
@JsonPropertyOrder({ "format", "at", "exitCode", "tiers", "findings" })
record ReportDocument(int format, String at, int exitCode, List<Tier> tiers, List<Judged> findings) {

	static String json(Diagnosis diagnosis) {
		ReportDocument document = new ReportDocument(1, diagnosis.report().at().toString(), diagnosis.exitCode(),
				diagnosis.report().tiers().stream().map(Tier::of).toList(),
				diagnosis.report().findings().stream().map(Judged::of).toList());
		// in whatever encoding the shell has
		return JsonMapper.builder()
			.enable(SerializationFeature.INDENT_OUTPUT)
			.enable(JsonWriteFeature.ESCAPE_NON_ASCII)
			.build()
			.writeValueAsString(document);
	}

	@JsonPropertyOrder({ "name", "role", "reached", "servers" })
	record Tier(String name, String role, boolean reached, List<Server> servers) {

		static Tier of(TierReport tier) {
			return new Tier(tier.name(), tier.role().name(), tier.reached(),
					tier.servers().stream().map(Server::of).toList());
		}

	}

	@JsonPropertyOrder({ "address", "reached", "product", "problem" })
	record Server(String address, boolean reached, @Nullable String product, @Nullable String problem) {

		static Server of(ServerReport server) {
			return new Server(server.address(), server.reached(), server.product(), server.problem());
		}

	}

	@JsonPropertyOrder({ "id", "kind", "verdict", "severity", "stopsStart", "tiers", "servers", "found", "needs", "why",
			"remedy", "page" })
	record Judged(String id, String kind, String verdict, String severity, boolean stopsStart, List<String> tiers,
			List<String> servers, String found, String needs, String why, List<String> remedy, String page) {

		static Judged of(Finding finding) {
			return new Judged(finding.id(), finding.kind().name(), finding.verdict().name(), finding.severity().name(),
					finding.stopsStart(), finding.tiers(), finding.servers(), finding.found(), finding.needs(),
					finding.why(), finding.remedy(), finding.page());
		}

	}

}
