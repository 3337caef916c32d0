package io.github.redistiers.breaker;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.RedisCommandTimeoutException;
import io.lettuce.core.RedisException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class NodeBreakerTests {

	private static final Predicate<String> TROUBLED = (words) -> true;

	private static final int WINDOW = 20;

	private static final RedisException FAILURE = new RedisException("on purpose");

	private final CircuitBreaker breaker = CircuitBreakerRegistry.ofDefaults()
		.circuitBreaker("node", new CircuitBreakerSettings(50, WINDOW, Duration.ofMillis(100), Duration.ofHours(1))
			.config(Duration.ofMillis(250)));

	private final AtomicInteger outages = new AtomicInteger();

	private long now = 1;

	private final AtomicInteger firstFailures = new AtomicInteger();

	private final NodeBreaker node = new NodeBreaker(this.breaker, false, TROUBLED, this.outages::incrementAndGet,
			this.firstFailures::incrementAndGet, () -> this.now);

	@Test
	void tellsOfTheFirstFailureAfterAnAnswer() {
		RedisException failure = new RedisException("Connection reset by peer");
		for (int i = 0; i < 3; i++) {
			this.node.failed(this.now, failure);
		}
		assertThat(this.firstFailures).hasValue(1);
		this.node.answered(this.now);
		this.node.failed(this.now, failure);
		assertThat(this.firstFailures).hasValue(2);
	}

	@ParameterizedTest
	@ValueSource(ints = { 0, 15, 20, 1000 })
	void opensAfterHalfAWindowOfFailuresHoweverManyAnswersThereWere(int answers) {
		for (int i = 0; i < answers; i++) {
			answerInTime();
		}
		int needed = Math.max(WINDOW / 2, Math.min(answers, WINDOW / 2));
		for (int i = 0; i < needed; i++) {
			assertThat(this.breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED);
			fail();
		}
		assertThat(this.breaker.getState()).isEqualTo(CircuitBreaker.State.OPEN);
		assertThat(this.node.permits()).isFalse();
	}

	@Test
	void leavesAReplicaOnceASecondAtMost() {
		String error = "READONLY You can't write against a read only replica.";
		assertThat(this.node.leavesReplica("OOM command not allowed")).isFalse();
		assertThat(this.node.leavesReplica(error)).isTrue();
		this.now += TimeUnit.MILLISECONDS.toNanos(999);
		assertThat(this.node.leavesReplica(error)).isFalse();
		this.now += TimeUnit.MILLISECONDS.toNanos(1);
		assertThat(this.node.leavesReplica("ERR Error running script: -" + error)).isTrue();
		assertThat(this.node.leavesReplica(error)).isFalse();
	}

	@Test
	void tellsTheServersTroubleFromACommands() {
		NodeBreaker unmoved = new NodeBreaker(this.breaker, false, (words) -> words.startsWith("LOADING"), () -> {
		}, () -> {
		}, () -> 0);
		assertThat(List.of(new IOException("Connection reset by peer"), new RedisException("Connection disconnected"),
				new RedisCommandTimeoutException(), new TimeoutException(),
				new RedisCommandExecutionException("LOADING x")))
			.allMatch(unmoved::isOutage);
		assertThat(List.of(new RedisCommandExecutionException("OOM x"), new IllegalArgumentException()))
			.noneMatch(unmoved::isOutage);
	}

	@Test
	void opensForSlowAnswersThatComeBetweenOthers() {
		for (int i = 0; i < 1000; i++) {
			answerInTime();
		}
		for (int i = 0; i < WINDOW / 2 - 1; i++) {
			answerLate();
			answerInTime();
		}
		assertThat(this.breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED);
		answerLate();
		assertThat(this.breaker.getState()).isEqualTo(CircuitBreaker.State.OPEN);
	}

	@Test
	void tellsItsBreakerNoMoreThanThatNeedsToKnow() {
		for (int i = 0; i < 1000; i++) {
			answerInTime();
		}
		assertThat(this.breaker.getMetrics().getNumberOfSuccessfulCalls()).isEqualTo(WINDOW);
		AtomicInteger events = new AtomicInteger();
		this.breaker.getEventPublisher().onSuccess((event) -> events.incrementAndGet());
		answerInTime();
		assertThat(events).hasValue(0);
		NodeBreaker watched = new NodeBreaker(this.breaker, true, TROUBLED, () -> {
		}, () -> {
		}, () -> this.now);
		for (int i = 0; i < 1000; i++) {
			assertThat(watched.permits()).isTrue();
			watched.answered(this.now);
		}
		assertThat(events).hasValue(1000);
	}

	@ParameterizedTest
	@ValueSource(booleans = { true, false })
	void opensAfterThreeStallsOfManyCommands(boolean slow) {
		for (int stall = 0; stall < 3; stall++) {
			assertThat(this.breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED);
			long sentAt = this.now;
			for (int command = 0; command < 200 && this.node.permits(); command++) {
				this.now = Math.max(this.now, sentAt + TimeUnit.MILLISECONDS.toNanos(200));
				if (slow) {
					this.node.answered(sentAt + command % 3);
				}
				else {
					this.node.failed(sentAt + command % 3, FAILURE);
				}
			}
			this.now++;
		}
		assertThat(this.breaker.getState()).isEqualTo(CircuitBreaker.State.OPEN);
	}

	@Test
	void tellsOfAnOutageWhenItOpensAndBeforeTheFirstAnswerAfterwards() {
		for (int i = 0; i < WINDOW / 2; i++) {
			fail();
		}
		assertThat(this.outages).hasValue(1);
		assertThat(this.node.permits()).isFalse();
		assertThat(this.outages).hasValue(1);
		this.node.reconnected();
		answerInTime();
		assertThat(this.outages).hasValue(2);
		answerInTime();
		assertThat(this.outages).hasValue(2);
	}

	@Test
	void tellsOfAnOutageWhenNothingIsAnsweredForASecondThoughItStaysClosed() {
		fail();
		this.now += TimeUnit.SECONDS.toNanos(1);
		assertThat(this.outages).hasValue(0);
		fail();
		assertThat(this.breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED);
		assertThat(this.outages).hasValue(1);
	}

	@Test
	void refusesNothingWhenDisabledButTellsOfAnOutage() {
		this.breaker.transitionToDisabledState();
		for (int i = 0; i < 10 * WINDOW; i++) {
			fail();
		}
		assertThat(this.outages).hasValue(0);
		this.now += TimeUnit.SECONDS.toNanos(1);
		fail();
		assertThat(this.outages).hasValue(1);
		answerInTime();
		assertThat(this.outages).hasValue(2);
	}

	@Test
	void tellsOfNoOutageWhenSingleCommandsFail() {
		for (int i = 0; i < 100; i++) {
			fail();
			answerInTime();
			answerInTime();
		}
		assertThat(this.outages).hasValue(0);
	}

	@Test
	void closesWhenItsTrialsAreAnswered() {
		for (int i = 0; i < WINDOW / 2; i++) {
			fail();
		}
		this.node.reconnected();
		for (int i = 0; i < 4; i++) {
			answerInTime();
		}
		assertThat(this.breaker.getState()).isEqualTo(CircuitBreaker.State.CLOSED);
	}

	private void answerInTime() {
		assertThat(this.node.permits()).isTrue();
		this.node.answered(this.now++);
	}

	private void answerLate() {
		assertThat(this.node.permits()).isTrue();
		long sentAt = this.now;
		this.now += TimeUnit.SECONDS.toNanos(1);
		this.node.answered(sentAt);
		this.now++;
	}

	private void fail() {
		assertThat(this.node.permits()).isTrue();
		this.node.failed(this.now, FAILURE);
		this.now++;
	}

}
