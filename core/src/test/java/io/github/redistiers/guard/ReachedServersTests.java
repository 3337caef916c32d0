package io.github.redistiers.guard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

import io.github.redistiers.TierRole;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ReachedServersTests {

	private static final String GONE = "The store tier at here:1 is not connected: nothing listens there.";

	private final LoggedLines log = new LoggedLines(GuardWatch.class);

	private final ReachedServers reached = new ReachedServers();

	@AfterEach
	void stop() {
		this.log.close();
	}

	@Test
	void areToldOnceWhenTheyDoNotAnswerAndOnceWhenTheyDoAgain() {
		assertThat(look((String) null)).isFalse();
		assertThat(look(GONE)).isTrue();
		assertThat(this.log.lines()).isEmpty();
		for (int i = 0; i < 10; i++) {
			assertThat(look(GONE)).isFalse();
		}
		assertThat(this.log.lines()).containsExactly("WARN " + GONE);
		look((String) null);
		look((String) null);
		assertThat(this.log.lines()).hasSize(2).last().isEqualTo("INFO The store tier's server here:1 answers again.");
	}

	@Test
	void mayMissOnce() {
		for (int i = 0; i < 10; i++) {
			look((String) null);
			look(GONE);
		}
		assertThat(this.log.lines()).isEmpty();
	}

	/**
	 * The first report tells them.
	 */
	@Test
	void areNotToldWhenTheyWereAwayAtTheStart() {
		for (int i = 0; i < 10; i++) {
			assertThat(look(GONE)).isFalse();
		}
		assertThat(look((String) null)).isFalse();
		assertThat(this.log.lines()).isEmpty();
	}

	@Test
	void areForgottenWhenTheyBelongToTheTierNoMore() {
		look(null, null);
		look(null, GONE);
		look(null, GONE);
		look((String) null);
		look(null, null);
		assertThat(this.log.lines()).containsExactly("WARN " + GONE);
	}

	/**
	 * Of each server, why it is not reached.
	 */
	private boolean look(@Nullable String... problems) {
		List<ServerReport> servers = new ArrayList<>();
		for (String problem : problems) {
			servers.add(new ServerReport("here:" + (servers.size() + 1), null, null, problem));
		}
		return this.reached.isInDoubt(new GuardReport(Instant.EPOCH,
				List.of(new TierReport("store", TierRole.STORE, GuardMode.ENFORCE, servers)), List.of()));
	}

}
