package io.github.redistiers.cache;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeoutException;

import io.github.redistiers.connection.CommandLimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(30)
class PatienceTests {

	private final CompletableFuture<String> never = new CompletableFuture<>();

	@Test
	void waitsOnceForAllWaitsTogether() {
		Patience patience = new Patience(new CommandLimit(Duration.ofMillis(500), false));
		long begin = System.nanoTime();
		for (int i = 0; i < 100; i++) {
			assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> patience.await(this.never));
			assertThat(patience.limit(this.never)).failsWithin(Duration.ofSeconds(10));
		}
		assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(Duration.ofMillis(400),
				Duration.ofSeconds(10));
	}

	@Test
	void takesWhatIsThereThoughNothingIsLeft() throws Exception {
		Patience patience = new Patience(new CommandLimit(Duration.ZERO, true));
		assertThat(patience.await(CompletableFuture.completedFuture("there"))).isEqualTo("there");
		assertThat(patience.limit(CompletableFuture.completedFuture("there"))).isCompletedWithValue("there");
	}

	@Test
	void endsNothingButItsOwnWait() {
		assertThat(new Patience(new CommandLimit(Duration.ofMillis(1), false)).limit(this.never))
			.failsWithin(Duration.ofSeconds(10));
		assertThat(this.never).isNotDone();
	}

}
