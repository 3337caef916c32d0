package io.github.redistiers.breaker;

import java.time.Duration;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.lettuce.core.RedisException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class NodeBreakersTests {

	private final CircuitBreakerRegistry registry = CircuitBreakerRegistry.ofDefaults();

	private final NodeBreakers breakers = new NodeBreakers(NodeBreakers.CACHE, this.registry,
			new CircuitBreakerSettings(50, 4, Duration.ofMillis(100), Duration.ofHours(1))
				.config(Duration.ofMillis(250)),
			(words) -> true, () -> {
			});

	@Test
	void areClosedAndKnowNothingAfterAReset() {
		NodeBreaker node = this.breakers.of("host", 6379);
		fail(node);
		fail(node);
		assertThat(this.breakers.open()).isOne();
		this.breakers.reset();
		assertThat(this.breakers.open()).isZero();
		fail(node);
		assertThat(node.permits()).isTrue();
	}

	@Test
	void stayAsTheApplicationHasForcedThemAfterAReset() {
		CircuitBreaker forced = this.registry.circuitBreaker(NodeBreakers.CACHE);
		forced.transitionToForcedOpenState();
		CircuitBreaker others = this.registry.circuitBreaker("others");
		others.transitionToOpenState();
		this.breakers.reset();
		assertThat(forced.getState()).isEqualTo(State.FORCED_OPEN);
		assertThat(others.getState()).isEqualTo(State.OPEN);
	}

	@Test
	void areNotEnabledByAReset() {
		NodeBreakers disabled = NodeBreakers.disabled(NodeBreakers.STORE, (words) -> true, () -> {
		});
		disabled.reset();
		for (int i = 0; i < 200; i++) {
			fail(disabled.single());
		}
		assertThat(disabled.open()).isZero();
		assertThat(disabled.single().permits()).isTrue();
	}

	private static void fail(NodeBreaker node) {
		node.failed(System.nanoTime(), new RedisException("Connection reset by peer"));
	}

}
