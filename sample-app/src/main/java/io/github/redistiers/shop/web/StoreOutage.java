package io.github.redistiers.shop.web;

import java.io.IOException;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Says in words that a request needed the store tier and did not get it, such as one that
 * changes a cart or signs in. Stands before Spring Session's filter, whose failures no
 * page of an application sees.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class StoreOutage extends OncePerRequestFilter {

	private static final Logger logger = LoggerFactory.getLogger(StoreOutage.class);

	private static final String PAGE = """
			<!DOCTYPE html>
			<html lang="en">
			<head><meta charset="utf-8"><title>Two Tiers Tea</title></head>
			<body style="font: 18px/1.5 system-ui, sans-serif; max-width: 40em; margin: 4em auto; padding: 0 1em">
			<h1>Carts and sign-in are closed for a moment</h1>
			<p id="sentence">%s</p>
			<p>%s <a href="/">All teas</a> can be looked at.</p>
			</body>
			</html>
			""";

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
			throws ServletException, IOException {
		try {
			chain.doFilter(request, response);
		}
		catch (RuntimeException | ServletException ex) {
			StoreTrouble failure = StoreTrouble.behind(ex);
			if (failure == null || response.isCommitted()) {
				throw ex;
			}
			logger.warn("{} {} was not answered, since the store tier failed: {}", request.getMethod(),
					request.getRequestURI(), failure.cause());
			answer(response, failure);
		}
	}

	private static void answer(HttpServletResponse response, StoreTrouble failure) throws IOException {
		response.reset();
		response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
		response.setContentType("text/html;charset=UTF-8");
		response.getWriter().write(PAGE.formatted(failure.sentence(), failure.click()));
	}

}
