package io.github.redistiers.shop.signin;

import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configurers.RequestCacheConfigurer;
import org.springframework.security.web.DefaultRedirectStrategy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;

/**
 * What Spring Security does for the shop: nothing asks for a sign-in, and who wants one
 * gets it by a form.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(Customers.class)
class SignInConfiguration {

	/**
	 * Forms are protected by a cookie, not by the session: a page with forms is shown
	 * without a session, and while the store is away.
	 */
	@Bean
	SecurityFilterChain shopSecurity(HttpSecurity http) {
		CookieCsrfTokenRepository tokens = new CookieCsrfTokenRepository();
		tokens.setCookieCustomizer((cookie) -> cookie.sameSite("Lax"));
		DefaultRedirectStrategy redirect = new DefaultRedirectStrategy();
		return http.authorizeHttpRequests((requests) -> requests.anyRequest().permitAll())
			.csrf((csrf) -> csrf.csrfTokenRepository(tokens))
			.requestCache(RequestCacheConfigurer::disable)
			// Spring Security's own handler would keep the failure in a session
			.formLogin((form) -> form.loginPage("/sign-in")
				.defaultSuccessUrl("/")
				.failureHandler(
						(request, response, failure) -> redirect.sendRedirect(request, response, "/sign-in?wrong")))
			.logout((logout) -> logout.logoutUrl("/sign-out").logoutSuccessUrl("/?signedOut"))
			.build();
	}

}
