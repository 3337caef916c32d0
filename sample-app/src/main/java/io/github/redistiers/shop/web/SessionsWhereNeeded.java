package io.github.redistiers.shop.web;

import java.io.IOException;
import java.util.Set;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;
import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.Order;
import org.springframework.session.web.http.SessionRepositoryFilter;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Lets only requests that change a cart, sign in or sign out have a session. Spring
 * Security, Spring MVC and Thymeleaf look for one on every other request too, even on one
 * for a picture, and the store, where it stands, would be asked for what nobody needs,
 * and missed when it is gone. Stands between Spring Session's filter and Spring
 * Security's; what a page shows of the session, {@link StoreShelf} reads.
 */
@Component
@Order(SessionRepositoryFilter.DEFAULT_ORDER + 1)
class SessionsWhereNeeded extends OncePerRequestFilter {

	private static final Set<String> SIGN_IN_AND_OUT = Set.of("/sign-in", "/sign-out");

	@Override
	protected boolean shouldNotFilter(HttpServletRequest request) {
		String path = request.getServletPath();
		return request.getMethod().equals("POST") && (path.startsWith("/cart/") || SIGN_IN_AND_OUT.contains(path));
	}

	@Override
	protected boolean shouldNotFilterErrorDispatch() {
		return false;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		chain.doFilter(new HttpServletRequestWrapper(request) {

			@Override
			public @Nullable HttpSession getSession(boolean create) {
				return create ? super.getSession(true) : null;
			}

		}, response);
	}

}
