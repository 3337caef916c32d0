package io.github.redistiers.breaker;

import java.util.function.Predicate;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreaker.State;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breakers of a tier's nodes: one for a single primary, wherever it is at
 * present, and one for each primary of a cluster.
 *
 * @since 0.1.0
 */
public final class NodeBreakers {

	/**
	 * The name of the breaker of the cache tier's single primary, and what those of its
	 * cluster's begin with.
	 */
	public static final String CACHE = "redis-tiers-cache";

	/**
	 * The same of the store tier.
	 */
	public static final String STORE = "redis-tiers-store";

	private final String name;

	private final CircuitBreakerRegistry registry;

	private final @Nullable CircuitBreakerConfig config;

	private final boolean watched;

	private final Predicate<String> troubled;

	private final Runnable outage;

	private final NodeBreaker single;

	private volatile Runnable firstFailure = () -> {
	};

	/**
	 * Breakers.
	 * @param name {@link #CACHE} or {@link #STORE}
	 * @param registry the application's own, which may know a configuration or an
	 * instance of that name, which is used then; {@code null} for a private one
	 * @param otherwise the configuration that is used else
	 * @param troubled whether a server is in trouble that answers with these words
	 * @param outage called when a node is away, and again when it is back
	 */
	public NodeBreakers(String name, @Nullable CircuitBreakerRegistry registry, CircuitBreakerConfig otherwise,
			Predicate<String> troubled, Runnable outage) {
		this(name, (registry != null) ? registry : CircuitBreakerRegistry.ofDefaults(), otherwise, registry != null,
				troubled, outage);
	}

	private NodeBreakers(String name, CircuitBreakerRegistry registry, @Nullable CircuitBreakerConfig otherwise,
			boolean watched, Predicate<String> troubled, Runnable outage) {
		this.name = name;
		this.registry = registry;
		this.watched = watched;
		this.troubled = troubled;
		this.outage = outage;
		this.config = registry.getConfiguration(name)
			.or(() -> registry.find(name).map(CircuitBreaker::getCircuitBreakerConfig))
			.orElse(otherwise);
		this.single = breaker(name);
	}

	/**
	 * Breakers that never open. They tell of outages all the same.
	 * @param name {@link #CACHE} or {@link #STORE}
	 * @param troubled whether a server is in trouble that answers with these words
	 * @param outage called when a node is away, and again when it is back
	 * @return the breakers
	 */
	public static NodeBreakers disabled(String name, Predicate<String> troubled, Runnable outage) {
		return new NodeBreakers(name, CircuitBreakerRegistry.ofDefaults(), null, false, troubled, outage);
	}

	/**
	 * Has somebody hear of the first command that fails after others were answered, and
	 * of each outage.
	 * @param failed called on a thread on which nothing may block
	 */
	public void onFirstFailure(Runnable failed) {
		this.firstFailure = failed;
	}

	/**
	 * That of a single primary.
	 * @return always the same
	 */
	public NodeBreaker single() {
		return this.single;
	}

	/**
	 * That of one primary of a cluster.
	 * @param host where it is
	 * @param port where it is
	 * @return always the same, until it is forgotten
	 */
	public NodeBreaker of(String host, int port) {
		return breaker(this.name + "-" + host + "-" + port);
	}

	/**
	 * A primary is no more.
	 * @param breaker that of the primary
	 */
	public void forget(NodeBreaker breaker) {
		this.registry.remove(breaker.name());
	}

	/**
	 * How many are open, so that their nodes are not asked.
	 * @return the number
	 */
	public int open() {
		int open = 0;
		for (CircuitBreaker breaker : this.registry.getAllCircuitBreakers()) {
			boolean isOpen = breaker.getState() == State.OPEN || breaker.getState() == State.FORCED_OPEN;
			open += (isOpen && breaker.getName().startsWith(this.name)) ? 1 : 0;
		}
		return open;
	}

	/**
	 * Closes them and forgets what they have seen: their servers are known to be well
	 * again. Those that the application has forced open, or disabled, stay so.
	 */
	public void reset() {
		for (CircuitBreaker breaker : this.registry.getAllCircuitBreakers()) {
			State state = breaker.getState();
			boolean judges = state == State.CLOSED || state == State.OPEN || state == State.HALF_OPEN;
			if (judges && breaker.getName().startsWith(this.name)) {
				breaker.reset();
			}
		}
	}

	private NodeBreaker breaker(String name) {
		CircuitBreaker breaker = (this.config != null) ? this.registry.circuitBreaker(name, this.config)
				: disabled(name);
		return new NodeBreaker(breaker, this.watched, this.troubled, this.outage, () -> this.firstFailure.run(),
				System::nanoTime);
	}

	private CircuitBreaker disabled(String name) {
		CircuitBreaker breaker = this.registry.circuitBreaker(name);
		breaker.transitionToDisabledState();
		return breaker;
	}

}
