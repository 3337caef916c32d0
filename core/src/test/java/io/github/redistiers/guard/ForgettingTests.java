package io.github.redistiers.guard;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

import io.github.redistiers.TierRole;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Where servers come and go, what was known of those that are gone is forgotten, and of
 * those that are only out of reach it is not.
 */
class ForgettingTests {

	private static final String HERE = "redis://here:1";

	private static final String OTHER = "redis://other:1";

	private final KnownVerdicts known = new KnownVerdicts();

	private Instant now = Instant.parse("2026-01-01T00:00:00Z");

	@Test
	void remembersAServerThatComesBackSoon() {
		look(Verdict.OK, Verdict.WRONG);
		assertThat(pass(Duration.ofMinutes(50), null)).isEmpty();
		assertThat(look(Verdict.OK, Verdict.WRONG)).isEmpty();
	}

	@Test
	void forgetsAServerThatIsGoneForLong() {
		look(Verdict.OK, Verdict.WRONG);
		assertThat(pass(Duration.ofMinutes(70), null)).isEmpty();
		assertThat(look(Verdict.OK, Verdict.WRONG)).singleElement()
			.satisfies((change) -> assertThat(change.before()).isNull());
	}

	@Test
	void remembersAServerThatIsOutOfReachForLong() {
		look(Verdict.OK, Verdict.WRONG);
		assertThat(pass(Duration.ofMinutes(70), "nothing listens there")).isEmpty();
		assertThat(look(Verdict.OK, Verdict.OK)).singleElement()
			.satisfies((change) -> assertThat(change.before()).isNotNull());
	}

	@Test
	void remembersTheServersOfATierOfWhichNobodyKnowsThem() {
		look(Verdict.OK, Verdict.WRONG);
		for (int i = 0; i < 70; i++) {
			this.now = this.now.plus(Duration.ofMinutes(1));
			this.known.changes(report(List.of(new ServerReport("the store tier's address", null, null, "no Sentinel")),
					List.of()));
		}
		assertThat(look(Verdict.OK, Verdict.OK)).singleElement()
			.satisfies((change) -> assertThat(change.before()).isNotNull());
	}

	@Test
	void forgetsWhatAChecksKnowsOfAServerThatWasNotJudgedForAnHour() {
		ByServer<AtomicInteger> memory = new ByServer<>(AtomicInteger::new);
		HandMadeHistory one = new HandMadeHistory(HERE, Map.of());
		HandMadeHistory other = new HandMadeHistory(OTHER, Map.of());
		AtomicInteger ofOne = memory.of(one.look(""));
		AtomicInteger ofOther = memory.of(other.look(""));
		assertThat(ofOne).isNotSameAs(ofOther);
		for (int i = 0; i < 70; i++) {
			assertThat(memory.of(one.look(Duration.ofMinutes(1), ""))).isSameAs(ofOne);
		}
		assertThat(memory.of(other.look(Duration.ofMinutes(70), ""))).isNotSameAs(ofOther);
	}

	private List<VerdictChange> pass(Duration time, @Nullable String problem) {
		List<VerdictChange> changes = new ArrayList<>();
		for (int minute = 0; minute < time.toMinutes(); minute++) {
			this.now = this.now.plus(Duration.ofMinutes(1));
			List<ServerReport> servers = new ArrayList<>(List.of(reached(HERE)));
			if (problem != null) {
				servers.add(new ServerReport(OTHER, null, null, problem));
			}
			changes.addAll(this.known.changes(report(servers, List.of(finding(HERE, Verdict.OK)))));
		}
		return changes;
	}

	private List<VerdictChange> look(Verdict here, Verdict other) {
		this.now = this.now.plus(Duration.ofMinutes(1));
		return this.known.changes(
				report(List.of(reached(HERE), reached(OTHER)), List.of(finding(HERE, here), finding(OTHER, other))));
	}

	private GuardReport report(List<ServerReport> servers, List<Finding> findings) {
		return new GuardReport(this.now, List.of(new TierReport("store", TierRole.STORE, GuardMode.WARN, servers)),
				findings);
	}

	private static ServerReport reached(String address) {
		return new ServerReport(address, "Redis 8", null, null);
	}

	private static Finding finding(String address, Verdict verdict) {
		return new Finding("store.aof", FindingKind.CONFIGURATION, verdict, Severity.ERROR, List.of("store"),
				List.of(address), "", "", "", List.of(), false, false);
	}

}
