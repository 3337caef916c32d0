package io.github.redistiers.store.ratelimit.web;

import java.util.function.Function;

import io.github.redistiers.store.ratelimit.RateLimit;
import io.github.redistiers.store.ratelimit.RateLimitRepository;
import io.github.redistiers.store.ratelimit.RateLimitResult;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;

/**
 * Limits HTTP requests as {@link ServletRateLimitFilter} does, for WebFlux. No thread
 * waits.
 *
 * @since 0.1.0
 */
public class ReactiveRateLimitFilter implements WebFilter {

	private final RateLimitRepository limiter;

	private final Function<ServerWebExchange, @Nullable String> subject;

	private final RateLimitFields fields;

	/**
	 * A filter.
	 * @param limiter where the limits are kept
	 * @param subject says whose request it is, without blocking; {@code null} or blank is
	 * not limited
	 * @param limits one to eight limits
	 */
	public ReactiveRateLimitFilter(RateLimitRepository limiter, Function<ServerWebExchange, @Nullable String> subject,
			RateLimit... limits) {
		this.limiter = limiter;
		this.subject = subject;
		this.fields = new RateLimitFields(limits);
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		String limited = this.subject.apply(exchange);
		if (limited == null || limited.isBlank()) {
			return chain.filter(exchange);
		}
		return Mono.fromCompletionStage(() -> this.limiter.tryAcquireAsync(limited, this.fields.limits()))
			.flatMap((result) -> answer(result, exchange, chain));
	}

	private Mono<Void> answer(RateLimitResult result, ServerWebExchange exchange, WebFilterChain chain) {
		this.fields.write(result, exchange.getResponse().getHeaders()::add);
		if (result.allowed()) {
			return chain.filter(exchange);
		}
		exchange.getResponse().setStatusCode(HttpStatus.TOO_MANY_REQUESTS);
		return exchange.getResponse().setComplete();
	}

}
