package io.github.redistiers.guard;

import java.time.Clock;
import java.util.List;
import java.util.Locale;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.connection.TierNodes;
import io.github.redistiers.devservices.EachServerGeneration;
import io.github.redistiers.devservices.RedisServer;
import io.github.redistiers.devservices.ServerGeneration;
import io.github.redistiers.devservices.ServerPreset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every check of a single server, on real servers that are right and that are wrong.
 */
@EachServerGeneration
class ServerChecksIntegrationTests {

	private final ServerGeneration generation;

	ServerChecksIntegrationTests(ServerGeneration generation) {
		this.generation = generation;
	}

	@Test
	void findsTheDocumentedServersRight() {
		try (Scene scene = new Scene(this.generation)) {
			GuardReport report = scene.inspect();
			assertThat(report.findings())
				.hasSize(GuardChecks.ofServers(Clock.systemUTC()).size() + GuardChecks.ofTiers().size() + 1)
				.allSatisfy((finding) -> {
					if (!finding.id().equals("store.keyspace-events")) {
						assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.OK);
					}
				});
			assertThat(report.refusals()).isEmpty();
			assertThat(report.complete()).isTrue();
		}
	}

	@ParameterizedTest
	@EnumSource
	void findsAWrongServerWrong(WrongState state) {
		try (Scene scene = state.begin(this.generation)) {
			Finding finding = Scene.finding(scene.inspect(scene.tier(state.role())), state.id());
			assertThat(finding.verdict()).as(finding.toString()).isEqualTo(Verdict.WRONG);
			assertThat(finding.severity()).isEqualTo(state.severity());
			assertThat(finding.found()).contains(state.found());
			assertThat(finding.why()).endsWith(".");
			assertThat(finding.remedy()).isNotEmpty();
			assertThat(finding.stopsStart())
				.isEqualTo(state.severity() == Severity.ERROR && finding.kind() == FindingKind.CONFIGURATION);
		}
	}

	@Test
	void tellsAReplicaFromAPrimary() {
		try (Scene scene = new Scene(this.generation)) {
			RedisServer replica = scene.start(
					(it) -> it.preset(ServerPreset.STORE).setting("replicaof", "127.0.0.1", "" + scene.store().port()));
			Finding finding = Scene.finding(scene.inspect(scene.tier(TierRole.STORE, "127.0.0.1", replica.port())),
					"store.primary");
			assertThat(finding.verdict()).isEqualTo(Verdict.WRONG);
			assertThat(finding.severity()).isEqualTo(Severity.ERROR);
			assertThat(finding.remedy()).singleElement()
				.asString()
				.contains("redis-tiers.store.url", "redis://127.0.0.1:" + scene.store().port());
		}
	}

	@Test
	void acceptsAReplicaBesideItsPrimary() {
		try (Scene scene = new Scene(this.generation)) {
			RedisServer replica = scene.start(
					(it) -> it.preset(ServerPreset.STORE).setting("replicaof", "127.0.0.1", "" + scene.store().port()));
			RedisTier both = scene.storeTier();
			RedisTier other = scene.tier(TierRole.STORE, "127.0.0.1", replica.port());
			try (Guard guard = new Guard(List.of(both), GuardChecks.ofServers(Clock.systemUTC()), List.of(),
					GuardSettings.defaults(), (tier) -> List.of(TierNodes.of(both).get(0), TierNodes.of(other).get(0)),
					Clock.systemUTC())) {
				assertThat(guard.inspect().findings()).filteredOn((finding) -> finding.id().equals("store.primary"))
					.hasSize(2)
					.allSatisfy((finding) -> assertThat(finding.verdict()).isEqualTo(Verdict.OK));
			}
		}
	}

	@ParameterizedTest
	@EnumSource
	void findsThatAServerBeyondLoopbackNeedsNoPassword(TierRole role) {
		try (Scene scene = new Scene(this.generation)) {
			RedisTier tier = (role == TierRole.CACHE) ? scene.cacheTier() : scene.storeTier();
			AuthenticationCheck check = new AuthenticationCheck(role, (address) -> false);
			Finding finding = inspect(tier, check).findings().get(0);
			assertThat(finding.verdict()).isEqualTo(Verdict.WRONG);
			assertThat(finding.severity()).isEqualTo(Severity.WARNING);
			assertThat(finding.id()).isEqualTo(role.name().toLowerCase(Locale.ROOT) + ".authentication");
		}
	}

	@Test
	void isNotFooledByAPasswordThatAnOpenServerAccepts() {
		try (Scene scene = new Scene(this.generation)) {
			RedisTier tier = scene.tier(TierRole.STORE, "127.0.0.1", scene.store().port(), "default", "any");
			AuthenticationCheck check = new AuthenticationCheck(TierRole.STORE, (address) -> false);
			assertThat(inspect(tier, check).findings().get(0).verdict()).isEqualTo(Verdict.WRONG);
		}
	}

	@Test
	void findsThatAServerBeyondLoopbackNeedsAPassword() {
		try (Scene scene = new Scene(this.generation)) {
			RedisServer server = scene.start((it) -> it.password("secret"));
			RedisTier tier = scene.tier(TierRole.STORE, "127.0.0.1", server.port(), null, "secret");
			AuthenticationCheck check = new AuthenticationCheck(TierRole.STORE, (address) -> false);
			assertThat(inspect(tier, check).findings().get(0).verdict()).isEqualTo(Verdict.OK);
		}
	}

	static GuardReport inspect(RedisTier tier, ServerCheck check) {
		try (Guard guard = new Guard(List.of(tier), List.of(check), List.of(), GuardSettings.defaults())) {
			return guard.inspect();
		}
	}

}
