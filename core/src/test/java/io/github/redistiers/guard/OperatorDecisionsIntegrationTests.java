package io.github.redistiers.guard;

import java.time.Duration;
import java.util.Map;

import io.github.redistiers.TierRole;
import io.github.redistiers.connection.RedisTier;
import io.github.redistiers.devservices.ServerGeneration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Which findings stop a start when an operator has decided about them.
 */
class OperatorDecisionsIntegrationTests {

	private final ServerGeneration generation = ServerGeneration.underTest().get(0);

	@Test
	void stopsForAConditionOnlyWhenTheOperatorSaysSo() {
		try (Scene scene = WrongState.STORE_NEARLY_FULL.begin(this.generation)) {
			RedisTier store = scene.storeTier();
			try (Guard guard = Scene.guard(GuardSettings.defaults(), store)) {
				guard.admit();
				assertThat(Scene.finding(guard.report(), "store.headroom").verdict()).isEqualTo(Verdict.WRONG);
			}
			try (Guard guard = Scene.guard(Scene.settings(GuardMode.ENFORCE, UnreachablePolicy.FAIL,
					Map.of("store.headroom", FindingTreatment.ERROR)), store)) {
				assertThatExceptionOfType(GuardRefusalException.class).isThrownBy(guard::admit)
					.satisfies((ex) -> assertThat(ex.report().refusals()).extracting(Finding::id)
						.containsExactly("store.headroom"));
			}
		}
	}

	@Test
	void stopsForARelationOnlyWhereBothTiersAreEnforced() {
		try (Scene scene = new Scene(this.generation)) {
			RedisTier store = scene.storeTier();
			RedisTier cache = scene.tier(TierRole.CACHE, "127.0.0.1", scene.store().port());
			GuardSettings onlyStore = new GuardSettings(
					(tier) -> (tier.role() == TierRole.STORE) ? GuardMode.ENFORCE : GuardMode.WARN, Map.of(),
					UnreachablePolicy.FAIL, Duration.ofSeconds(20));
			try (Guard guard = Scene.guard(onlyStore, cache, store)) {
				guard.admit();
				assertThat(Scene.finding(guard.report(), "tiers.same-server").verdict()).isEqualTo(Verdict.WRONG);
			}
			try (Guard guard = Scene.guard(GuardSettings.defaults(), cache, store)) {
				assertThatExceptionOfType(GuardRefusalException.class).isThrownBy(guard::admit);
			}
		}
	}

	@Test
	@Timeout(60)
	void doesNotWaitForAStoreThatRefusesThePassword() {
		try (Scene scene = new Scene(this.generation)) {
			RedisTier store = scene.tier(TierRole.STORE, "127.0.0.1", scene.store().port(), "nobody", "wrong");
			GuardSettings patient = new GuardSettings((tier) -> GuardMode.ENFORCE, Map.of(), UnreachablePolicy.WAIT,
					Duration.ofDays(1));
			try (Guard guard = Scene.guard(patient, store)) {
				assertThatExceptionOfType(TierUnreachableException.class).isThrownBy(guard::admit);
			}
		}
	}

}
