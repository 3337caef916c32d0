package io.github.redistiers.shop;

import java.io.IOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Redirect;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Somebody with a browser: keeps cookies, follows redirects, and sends forms with the
 * token of the last page that had one.
 */
final class Visitor {

	private static final Duration PATIENCE = Duration.ofSeconds(30);

	private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

	private final String site;

	private final CookieManager cookies;

	private final HttpClient client;

	private String token = "";

	Visitor(String site) {
		this(site, new CookieManager());
	}

	private Visitor(String site, CookieManager cookies) {
		this.site = site;
		this.cookies = cookies;
		this.client = HttpClient.newBuilder().cookieHandler(cookies).followRedirects(Redirect.NORMAL).build();
	}

	/**
	 * The same visitor, who goes to the same shop after it moved.
	 */
	Visitor at(RunningShop shop) {
		return at(shop.visitor());
	}

	/**
	 * The same visitor, where another one is.
	 */
	Visitor at(Visitor other) {
		return new Visitor(other.site, this.cookies);
	}

	/**
	 * Somebody else who has the same cookies by now.
	 */
	Visitor twin() {
		CookieManager copies = new CookieManager();
		this.cookies.getCookieStore()
			.getCookies()
			.forEach((cookie) -> copies.getCookieStore().add(URI.create(this.site), cookie));
		return new Visitor(this.site, copies);
	}

	String cookie(String name) {
		return this.cookies.getCookieStore()
			.getCookies()
			.stream()
			.filter((cookie) -> cookie.getName().equals(name))
			.map(HttpCookie::getValue)
			.findFirst()
			.orElseThrow();
	}

	Page open(String path) {
		return send(HttpRequest.newBuilder().GET(), path);
	}

	Page signIn(String name, String password) {
		return submit("/sign-in", Map.of("username", name, "password", password));
	}

	Page submit(String path, Map<String, String> form) {
		Map<String, String> fields = new HashMap<>(form);
		fields.put("_csrf", token());
		return forge(path, fields);
	}

	/**
	 * The token of the forms that this visitor sees.
	 */
	String token() {
		if (this.token.isEmpty()) {
			open("/sign-in").ok();
		}
		return this.token;
	}

	/**
	 * Sends a form as another site makes a browser do: with its cookies, without its
	 * token.
	 */
	Page forge(String path, Map<String, String> form) {
		String body = form.entrySet()
			.stream()
			.map((field) -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
			.collect(Collectors.joining("&"));
		return send(HttpRequest.newBuilder()
			.header("Content-Type", "application/x-www-form-urlencoded")
			.POST(BodyPublishers.ofString(body)), path);
	}

	private Page send(HttpRequest.Builder request, String path) {
		try {
			HttpResponse<String> response = this.client.send(
					request.uri(URI.create(this.site + path)).header("Accept", "text/html").timeout(PATIENCE).build(),
					BodyHandlers.ofString());
			Matcher matcher = TOKEN.matcher(response.body());
			if (matcher.find()) {
				this.token = matcher.group(1);
			}
			return new Page(response.statusCode(), response.body());
		}
		catch (IOException ex) {
			throw new AssertionError(path + " failed", ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError(ex);
		}
	}

	record Page(int status, String body) {

		Page ok() {
			assertThat(this.status).as(this.body).isEqualTo(200);
			return this;
		}

		/**
		 * The text of the element with this id, without markup within it.
		 */
		String text(String id) {
			Matcher matcher = Pattern.compile("id=\"" + id + "\"[^>]*>([^<]*)<").matcher(this.body);
			assertThat(matcher.find()).as("element %s in %s", id, this.body).isTrue();
			return matcher.group(1).trim();
		}

		/**
		 * How many orders wait, are being written, are dead and are in the database.
		 */
		List<String> orders() {
			return Stream.of("waiting", "running", "dead", "written")
				.map((figure) -> text("orders-" + figure))
				.toList();
		}

	}

}
