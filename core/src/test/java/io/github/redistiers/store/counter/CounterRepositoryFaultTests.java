package io.github.redistiers.store.counter;

import java.time.Duration;

import io.github.redistiers.devservices.RedisServerExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.dao.DataAccessException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@Timeout(60)
class CounterRepositoryFaultTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	@Test
	void throwsWhileTheServerIsGoneAndCountsOnAfterwards() {
		try (TestCounters process = new TestCounters(server.get())) {
			CounterRepository counters = process.counters();
			assertThat(counters.increment("a")).isEqualTo(1);
			// what everysec has not written yet may be lost to the kill
			Awaitility.await()
				.atMost(Duration.ofSeconds(10))
				.until(() -> String.valueOf(server.execute("INFO", "persistence")).contains("aof_pending_bio_fsync:0"));
			server.get().kill();
			assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> counters.increment("a"));
			assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> counters.value("a"));
			assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> counters.delete("a"));
			server.get().restart();
			Awaitility.await().ignoreExceptions().untilAsserted(() -> assertThat(counters.value("a")).isEqualTo(1));
			assertThat(counters.increment("a")).isEqualTo(2);
		}
	}

	@Test
	void throwsWhileTheServerHangs() {
		try (TestCounters process = new TestCounters(server.get())) {
			CounterRepository counters = process.counters();
			counters.increment("a");
			server.get().pause();
			assertThatExceptionOfType(DataAccessException.class).isThrownBy(() -> counters.increment("a"));
			server.get().resume();
			Awaitility.await()
				.ignoreExceptions()
				.untilAsserted(() -> assertThat(counters.value("a")).isBetween(1L, 2L));
		}
	}

}
