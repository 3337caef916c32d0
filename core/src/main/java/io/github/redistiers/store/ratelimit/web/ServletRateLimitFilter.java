package io.github.redistiers.store.ratelimit.web;

import java.io.IOException;
import java.util.function.Function;

import io.github.redistiers.store.ratelimit.RateLimit;
import io.github.redistiers.store.ratelimit.RateLimitRepository;
import io.github.redistiers.store.ratelimit.RateLimitResult;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatus;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Limits HTTP requests, each at a cost of one permit. What is too much is answered with
 * 429 and {@code Retry-After}, without a body; every limited response has the fields
 * {@code RateLimit-Policy} and {@code RateLimit}.
 *
 * <pre class="code">
 * &#064;Bean
 * ServletRateLimitFilter requests(Requests limiter) {
 *   return new ServletRateLimitFilter(limiter, HttpServletRequest::getRemoteUser, RateLimit.perMinute(100));
 * }
 * </pre>
 *
 * A failure of the store that the limiter does not answer by itself is thrown.
 *
 * @since 0.1.0
 */
public class ServletRateLimitFilter extends OncePerRequestFilter {

	private final RateLimitRepository limiter;

	private final Function<HttpServletRequest, @Nullable String> subject;

	private final RateLimitFields fields;

	/**
	 * A filter.
	 * @param limiter where the limits are kept
	 * @param subject says whose request it is; {@code null} or blank is not limited
	 * @param limits one to eight limits
	 */
	public ServletRateLimitFilter(RateLimitRepository limiter, Function<HttpServletRequest, @Nullable String> subject,
			RateLimit... limits) {
		this.limiter = limiter;
		this.subject = subject;
		this.fields = new RateLimitFields(limits);
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		String limited = this.subject.apply(request);
		if (limited == null || limited.isBlank()) {
			chain.doFilter(request, response);
			return;
		}
		RateLimitResult result = this.limiter.tryAcquire(limited, this.fields.limits());
		this.fields.write(result, response::addHeader);
		if (result.allowed()) {
			chain.doFilter(request, response);
		}
		else {
			response.setStatus(HttpStatus.TOO_MANY_REQUESTS.value());
		}
	}

}
