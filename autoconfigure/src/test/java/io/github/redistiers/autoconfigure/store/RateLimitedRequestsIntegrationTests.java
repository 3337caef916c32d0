package io.github.redistiers.autoconfigure.store;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.function.Function;

import io.github.redistiers.autoconfigure.connection.BootRedisBackOffAutoConfiguration;
import io.github.redistiers.autoconfigure.connection.TierConnectionAutoConfiguration;
import io.github.redistiers.autoconfigure.store.limited.Logins;
import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.store.ratelimit.RateLimit;
import io.github.redistiers.store.ratelimit.web.ReactiveRateLimitFilter;
import io.github.redistiers.store.ratelimit.web.ServletRateLimitFilter;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ServletContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.support.BeanDefinitionRegistry;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.tomcat.reactive.TomcatReactiveWebServerFactory;
import org.springframework.boot.tomcat.servlet.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServer;
import org.springframework.http.server.reactive.HttpHandler;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.adapter.WebHttpHandlerBuilder;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What clients see of rate limits over HTTP, from real servers.
 */
@Timeout(60)
class RateLimitedRequestsIntegrationTests {

	private static final RateLimit[] LIMITS = { RateLimit.perDay(2), RateLimit.perHour(1000).burst(50) };

	private static final String POLICY = "\"2/1d\";q=2;w=86400, \"1000/1h burst 50\";q=1000;w=3600";

	private static final String USER = "X-User";

	@RegisterExtension
	static final RedisServerExtension server = RedisServerExtension.store();

	private final HttpClient client = HttpClient.newHttpClient();

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(
				AutoConfigurations.of(TierConnectionAutoConfiguration.class, BootRedisBackOffAutoConfiguration.class,
						DataRedisAutoConfiguration.class, StoreTierRepositoriesAutoConfiguration.class))
		.withInitializer((context) -> AutoConfigurationPackages
			.register((BeanDefinitionRegistry) context.getBeanFactory(), Logins.class.getPackageName()))
		.withPropertyValues("spring.application.name=shop");

	@Test
	void areAnsweredByAServletContainer() {
		serve((logins) -> new TomcatServletWebServerFactory(0).getWebServer((context) -> limited(context, logins)));
	}

	@Test
	void areAnsweredByAReactiveServer() {
		serve((logins) -> new TomcatReactiveWebServerFactory(0).getWebServer(limited(logins)));
	}

	private void serve(Function<Logins, WebServer> servers) {
		this.runner.withPropertyValues("redis-tiers.store.url=" + server.address()).run((context) -> {
			WebServer web = servers.apply(context.getBean(Logins.class));
			web.start();
			try {
				assertLimited(web);
			}
			finally {
				web.stop();
				web.destroy();
			}
		});
	}

	private void assertLimited(WebServer web) throws IOException, InterruptedException {
		HttpResponse<String> first = get(web, "ann");
		assertThat(first.statusCode()).isEqualTo(200);
		assertThat(first.body()).isEqualTo("served");
		assertThat(header(first, "RateLimit-Policy")).isEqualTo(POLICY);
		assertThat(header(first, "RateLimit")).matches("\"2/1d\";r=1;t=4\\d{4}");
		assertThat(first.headers().firstValue("Retry-After")).isEmpty();
		assertThat(get(web, "ann").statusCode()).isEqualTo(200);
		HttpResponse<String> denied = get(web, "ann");
		assertThat(denied.statusCode()).isEqualTo(429);
		assertThat(denied.body()).isEmpty();
		assertThat(header(denied, "RateLimit-Policy")).isEqualTo(POLICY);
		assertThat(header(denied, "Retry-After")).matches("4\\d{4}");
		assertThat(header(denied, "RateLimit")).isEqualTo("\"2/1d\";r=0;t=" + header(denied, "Retry-After"));
		assertThat(get(web, "bob").statusCode()).isEqualTo(200);
		assertThat(get(web, "").headers().firstValue("RateLimit")).isEmpty();
	}

	private HttpResponse<String> get(WebServer web, String user) throws IOException, InterruptedException {
		HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + web.getPort() + "/"))
			.header(USER, user)
			.build();
		return this.client.send(request, BodyHandlers.ofString());
	}

	private static String header(HttpResponse<String> response, String name) {
		return response.headers().firstValue(name).orElseThrow();
	}

	private static void limited(ServletContext context, Logins logins) {
		context.addFilter("limits", new ServletRateLimitFilter(logins, (request) -> request.getHeader(USER), LIMITS))
			.addMappingForUrlPatterns(EnumSet.of(DispatcherType.REQUEST), false, "/*");
		context.addServlet("shop", new HttpServlet() {

			private static final long serialVersionUID = 1L;

			@Override
			protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
				response.getWriter().write("served");
			}

		}).addMapping("/");
	}

	private static HttpHandler limited(Logins logins) {
		return WebHttpHandlerBuilder.webHandler(RateLimitedRequestsIntegrationTests::write)
			.filter(new ReactiveRateLimitFilter(logins, (exchange) -> exchange.getRequest().getHeaders().getFirst(USER),
					LIMITS))
			.build();
	}

	private static Mono<Void> write(ServerWebExchange exchange) {
		ServerHttpResponse response = exchange.getResponse();
		return response.writeWith(Mono.just(response.bufferFactory().wrap("served".getBytes(StandardCharsets.UTF_8))));
	}

}
