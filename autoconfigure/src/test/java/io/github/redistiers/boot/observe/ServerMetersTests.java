package io.github.redistiers.boot.observe;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.redistiers.TierRole;
import io.github.redistiers.guard.Finding;
import io.github.redistiers.guard.FindingKind;
import io.github.redistiers.guard.GuardMode;
import io.github.redistiers.guard.GuardReport;
import io.github.redistiers.guard.ServerReport;
import io.github.redistiers.guard.Severity;
import io.github.redistiers.guard.TierReport;
import io.github.redistiers.guard.Verdict;
import io.github.redistiers.guard.VerdictChange;
import io.github.redistiers.observe.TierMeter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ServerMeters}, in an application that has two registries of which
 * Spring Boot binds each.
 */
class ServerMetersTests {

	private final List<MeterRegistry> registries = List.of(new SimpleMeterRegistry(), new SimpleMeterRegistry());

	private GuardReport report = new GuardReport(Instant.EPOCH, List.of(), List.of());

	private final ServerMeters meters = new ServerMeters(() -> this.report, Clock.systemUTC());

	@Test
	void areInEachRegistry() {
		look("a");
		this.registries.forEach(this.meters::bindTo);
		assertThat(this.registries).allSatisfy((registry) -> {
			assertThat(nodes(registry, TierMeter.SERVER_REACHED)).containsExactly("a");
			assertThat(nodes(registry, TierMeter.VERDICT)).containsExactly("a");
		});
	}

	@Test
	void comeAndGoInEachRegistry() {
		this.registries.forEach(this.meters::bindTo);
		look("a");
		look("b");
		assertThat(this.registries).allSatisfy((registry) -> {
			assertThat(nodes(registry, TierMeter.SERVER_REACHED)).containsExactly("b");
			assertThat(nodes(registry, TierMeter.VERDICT)).containsExactly("b");
		});
	}

	@Test
	void countChangesInEachRegistry() {
		this.registries.forEach(this.meters::bindTo);
		change("a");
		change("a");
		assertThat(this.registries).allSatisfy(
				(registry) -> assertThat(registry.get(TierMeter.CHANGES.meterName()).counter().count()).isEqualTo(2));
	}

	@Test
	void forgetTheChangesOfAServerThatIsGone() {
		this.registries.forEach(this.meters::bindTo);
		change("a");
		look("a");
		assertThat(this.registries)
			.allSatisfy((registry) -> assertThat(nodes(registry, TierMeter.CHANGES)).containsExactly("a"));
		change("b");
		look("b");
		assertThat(this.registries)
			.allSatisfy((registry) -> assertThat(nodes(registry, TierMeter.CHANGES)).containsExactly("b"));
	}

	@Test
	void keepTheChangesOfAServerThatIsAway() {
		this.registries.forEach(this.meters::bindTo);
		change("a");
		look(List.of(reached("b"), new ServerReport("a", null, null, "nothing listens there")), List.of(finding("b")));
		look(List.of(new ServerReport("the store tier's address", null, null, "nothing listens there")), List.of());
		assertThat(this.registries)
			.allSatisfy((registry) -> assertThat(nodes(registry, TierMeter.CHANGES)).containsExactly("a"));
	}

	private void look(String server) {
		look(List.of(reached(server)), List.of(finding(server)));
	}

	private void look(List<ServerReport> servers, List<Finding> findings) {
		this.report = new GuardReport(Instant.EPOCH,
				List.of(new TierReport("store", TierRole.STORE, GuardMode.ENFORCE, servers)), findings);
		this.meters.looked(this.report);
	}

	private void change(String server) {
		this.meters.changed(new VerdictChange(null, finding(server)));
	}

	private static ServerReport reached(String address) {
		return new ServerReport(address, null, null, null);
	}

	private static Finding finding(String server) {
		return new Finding("store.eviction-policy", FindingKind.CONFIGURATION, Verdict.WRONG, Severity.ERROR,
				List.of("store"), List.of(server), "allkeys-lru", "noeviction", "", List.of(), false, true);
	}

	private static List<String> nodes(MeterRegistry registry, TierMeter meter) {
		List<String> nodes = new ArrayList<>();
		registry.find(meter.meterName())
			.meters()
			.forEach((found) -> nodes.add(String.valueOf(found.getId().getTag("node"))));
		return nodes;
	}

}
