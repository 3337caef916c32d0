package io.github.redistiers.store.ratelimit.web;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.store.StoreFailure;
import io.github.redistiers.store.TestStore;
import io.github.redistiers.store.ratelimit.OnStoreFailure;
import io.github.redistiers.store.ratelimit.OnStoreFailure.Answer;
import io.github.redistiers.store.ratelimit.RateLimit;
import io.github.redistiers.store.ratelimit.RateLimitRepository;
import io.github.redistiers.store.ratelimit.RateLimitStructure;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.mock.web.server.MockServerWebExchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowable;

/**
 * What HTTP clients see, of servlets and of WebFlux.
 */
@Timeout(60)
class RateLimitFilterIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private static final RateLimit[] LIMITS = { RateLimit.perDay(2), RateLimit.perHour(1000).burst(50) };

	private static final String POLICY = "\"2/1d\";q=2;w=86400, \"1000/1h burst 50\";q=1000;w=3600";

	private TestStore store;

	private RateLimitRepository limiter;

	@BeforeEach
	void start() {
		this.store = TestStore.on(server.get().host(), server.get().port(), Duration.ofSeconds(1),
				new RateLimitStructure());
		this.limiter = this.store.repositories().create(RateLimitRepository.class, "requests");
	}

	@AfterEach
	void stop() {
		this.store.close();
	}

	@Test
	void tellsServletClientsTheirLimitsAndAnswers429() throws Exception {
		assertThat(serve(this.limiter, "ann")).satisfies((response) -> {
			assertThat(response.getStatus()).isEqualTo(200);
			assertThat(response.getHeader("RateLimit-Policy")).isEqualTo(POLICY);
			assertThat(response.getHeader("RateLimit")).matches("\"2/1d\";r=1;t=4\\d{4}");
			assertThat(response.getHeader("Retry-After")).isNull();
			assertThat(response.getContentAsString()).isEqualTo("served");
		});
		serve(this.limiter, "ann");
		assertThat(serve(this.limiter, "ann")).satisfies((response) -> {
			assertThat(response.getStatus()).isEqualTo(429);
			assertThat(response.getHeader("RateLimit-Policy")).isEqualTo(POLICY);
			String wait = response.getHeader("Retry-After");
			assertThat(wait).matches("4\\d{4}");
			assertThat(response.getHeader("RateLimit")).isEqualTo("\"2/1d\";r=0;t=" + wait);
			assertThat(response.getContentAsString()).isEmpty();
		});
		assertThat(serve(this.limiter, "bob").getStatus()).isEqualTo(200);
	}

	@Test
	void doesNotLimitServletRequestsOfNobody() throws Exception {
		assertThat(serve(this.limiter, "")).satisfies((response) -> {
			assertThat(response.getStatus()).isEqualTo(200);
			assertThat(response.getHeaderNames()).doesNotContain("RateLimit", "RateLimit-Policy");
		});
		assertThat(server.execute("DBSIZE")).isEqualTo(0L);
	}

	@Test
	void tellsReactiveClientsTheirLimitsAndAnswers429() {
		assertThat(exchange(this.limiter, "ann")).satisfies((exchange) -> {
			assertThat(exchange.getResponse().getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);
			assertThat(headers(exchange).getFirst("RateLimit-Policy")).isEqualTo(POLICY);
			assertThat(headers(exchange).getFirst("RateLimit")).matches("\"2/1d\";r=1;t=4\\d{4}");
		});
		exchange(this.limiter, "ann");
		assertThat(exchange(this.limiter, "ann")).satisfies((exchange) -> {
			assertThat(exchange.getResponse().getStatusCode()).isEqualTo(HttpStatus.TOO_MANY_REQUESTS);
			assertThat(headers(exchange).getFirst("Retry-After")).matches("4\\d{4}");
		});
		assertThat(exchange(this.limiter, "").getResponse().getStatusCode()).isEqualTo(HttpStatus.ACCEPTED);
	}

	@Test
	void knowsNoNumbersWhileTheStoreIsGone() throws Exception {
		serve(this.limiter, "ann");
		RateLimitRepository denying = this.store.repositories().create(Denying.class, "denying");
		RateLimitRepository allowing = this.store.repositories().create(Allowing.class, "allowing");
		server.get().kill();
		assertThat(catchThrowable(() -> serve(this.limiter, "ann")))
			.satisfies((failure) -> assertThat(StoreFailure.of(failure)).isNotNull());
		for (MockHttpServletResponse response : List.of(serve(denying, "ann"), serve(allowing, "ann"))) {
			assertThat(response.getHeaderNames()).contains("RateLimit-Policy").doesNotContain("RateLimit");
		}
		assertThat(serve(denying, "ann").getStatus()).isEqualTo(429);
		assertThat(serve(denying, "ann").getHeader("Retry-After")).isEqualTo("1");
		assertThat(serve(allowing, "ann").getStatus()).isEqualTo(200);
		assertThat(exchange(denying, "ann").getResponse().getStatusCode()).isEqualTo(HttpStatus.TOO_MANY_REQUESTS);
	}

	@Test
	void refusesToLimitByNothing() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> new ServletRateLimitFilter(this.limiter, HttpServletRequest::getRemoteUser));
	}

	private static MockHttpServletResponse serve(RateLimitRepository limiter, String user) throws Exception {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/");
		request.setRemoteUser(user);
		MockHttpServletResponse response = new MockHttpServletResponse();
		MockFilterChain chain = new MockFilterChain() {

			@Override
			public void doFilter(ServletRequest filtered, ServletResponse answer) throws IOException {
				answer.getWriter().write("served");
			}

		};
		new ServletRateLimitFilter(limiter, HttpServletRequest::getRemoteUser, LIMITS).doFilter(request, response,
				chain);
		return response;
	}

	private static MockServerWebExchange exchange(RateLimitRepository limiter, String user) {
		MockServerWebExchange exchange = MockServerWebExchange
			.from(MockServerHttpRequest.get("/").header("X-User", user));
		new ReactiveRateLimitFilter(limiter, (it) -> it.getRequest().getHeaders().getFirst("X-User"), LIMITS)
			.filter(exchange, (filtered) -> {
				filtered.getResponse().setStatusCode(HttpStatus.ACCEPTED);
				return Mono.empty();
			})
			.block(Duration.ofSeconds(20));
		return exchange;
	}

	private static HttpHeaders headers(MockServerWebExchange exchange) {
		return exchange.getResponse().getHeaders();
	}

	@OnStoreFailure(Answer.DENY)
	interface Denying extends RateLimitRepository {

	}

	@OnStoreFailure(Answer.ALLOW)
	interface Allowing extends RateLimitRepository {

	}

}
