package io.github.redistiers.store.queue;

import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FetchAheadTests {

	@Test
	void fetchesNothingAheadUntilJobsAreKnownToBeShort() {
		FetchAhead ahead = new FetchAhead(4, 1);
		assertThat(ahead.jobs()).isZero();
		took(ahead, 10);
		assertThat(ahead.jobs()).isZero();
	}

	@Test
	void fetchesWhatIsHandledInAMoment() {
		FetchAhead ahead = new FetchAhead(4, 1);
		took(ahead, 1);
		assertThat(ahead.jobs()).isEqualTo(16);
		took(ahead, 0);
		assertThat(ahead.jobs()).isEqualTo(128);
		took(ahead, 100);
		assertThat(ahead.jobs()).isZero();
	}

	@Test
	void fetchesAnotherListAtMost() {
		FetchAhead ahead = new FetchAhead(2, 100);
		took(ahead, 0);
		assertThat(ahead.jobs()).isEqualTo(200);
	}

	/**
	 * So often that the figures before count no more.
	 */
	private static void took(FetchAhead ahead, int millis) {
		for (int i = 0; i < 200; i++) {
			ahead.took(10 * TimeUnit.MILLISECONDS.toNanos(millis), 10);
		}
	}

}
