package io.github.redistiers.store.ratelimit;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.github.redistiers.store.Applied;
import io.github.redistiers.store.StoreUnavailableException;
import io.github.redistiers.store.ratelimit.OnStoreFailure.Answer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What an outage leaves in the log.
 */
class StoreOutageTests {

	private static final StoreUnavailableException FAILURE = new StoreUnavailableException("gone", Applied.NO,
			new IllegalStateException());

	private static final Attempt ATTEMPT = Attempt.of("a", 1, RateLimit.perDay(1));

	private final AtomicLong nanoTime = new AtomicLong();

	private final Logger logger = (Logger) LoggerFactory.getLogger(StoreOutage.class);

	private final ListAppender<ILoggingEvent> log = new ListAppender<>();

	@BeforeEach
	void listen() {
		this.log.start();
		this.logger.setLevel(Level.INFO);
		this.logger.addAppender(this.log);
	}

	@AfterEach
	void stopListening() {
		this.logger.detachAppender(this.log);
		this.logger.setLevel(null);
	}

	@Test
	void isToldOnceAndCountedUntilTheStoreHasAnsweredForAWhile() {
		StoreOutage outage = outage(Answer.DENY);
		outage.mayBeOver();
		for (int i = 0; i < 3; i++) {
			outage.answer(ATTEMPT, FAILURE);
			outage.mayBeOver();
		}
		assertThat(this.log.list).extracting(ILoggingEvent::getFormattedMessage)
			.containsExactly("The rate limiter \"logins\" answers without the store (DENY) until it is back: gone");
		this.nanoTime.addAndGet(Duration.ofSeconds(11).toNanos());
		outage.mayBeOver();
		outage.mayBeOver();
		assertThat(this.log.list).hasSize(2)
			.last()
			.extracting(ILoggingEvent::getFormattedMessage)
			.isEqualTo("The rate limiter \"logins\" has its store again; it answered 3 calls without it (DENY)");
		outage.answer(ATTEMPT, FAILURE);
		assertThat(this.log.list).hasSize(3);
	}

	@Test
	void isAnsweredAsDeclared() {
		assertThat(outage(Answer.ALLOW).answer(ATTEMPT, FAILURE).allowed()).isTrue();
		assertThat(outage(Answer.DENY).answer(ATTEMPT, FAILURE)).satisfies((result) -> {
			assertThat(result.allowed()).isFalse();
			assertThat(result.retryAfter()).isPositive();
			assertThat(result.fromStore()).isFalse();
		});
		StoreOutage local = outage(Answer.LOCAL);
		assertThat(local.answer(ATTEMPT, FAILURE).allowed()).isTrue();
		assertThat(local.answer(ATTEMPT, FAILURE).allowed()).isFalse();
		assertThatExceptionOfType(StoreUnavailableException.class)
			.isThrownBy(() -> outage(Answer.THROW).answer(ATTEMPT, FAILURE));
	}

	@Test
	void doesNotSwallowWhatIsNoFailureOfTheStore() {
		NotARateLimitException failure = new NotARateLimitException("other", null);
		assertThatExceptionOfType(NotARateLimitException.class)
			.isThrownBy(() -> outage(Answer.ALLOW).answer(ATTEMPT, failure));
		assertThat(this.log.list).isEmpty();
	}

	private StoreOutage outage(Answer answer) {
		return new StoreOutage("logins", answer, this.nanoTime::get);
	}

}
