package io.github.redistiers.shop;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

import io.github.redistiers.devservices.RedisServerExtension;
import io.github.redistiers.shop.Visitor.Page;
import io.github.redistiers.store.session.StoreSession;
import io.github.redistiers.store.session.StoreSessionRepository;
import jakarta.servlet.http.Cookie;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.security.web.csrf.DefaultCsrfToken;
import org.springframework.security.web.savedrequest.DefaultSavedRequest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A customer signs in, stays so whatever is restarted, and signs out.
 */
class SignInIntegrationTests {

	@RegisterExtension
	static final RedisServerExtension cache = RedisServerExtension.cache();

	@RegisterExtension
	static final RedisServerExtension store = RedisServerExtension.store();

	private static RunningShop shop;

	@BeforeAll
	static void open() {
		shop = RunningShop.start(cache.get(), store.get());
	}

	@AfterAll
	static void close() {
		shop.close();
	}

	@Test
	void keepsTheCartOfAVisitorWhoSignsIn() {
		Visitor visitor = shop.visitor();
		String total = visitor.submit("/cart/3", Map.of()).ok().text("cart-total");
		Visitor before = visitor.twin();
		assertCustomer("Ada", total, visitor.signIn("ada", "assam"));
		assertCustomer("Ada", total, visitor.open("/products/3"));
		assertThat(visitor.cookie("SESSION")).isNotEqualTo(before.cookie("SESSION"));
		assertGuest(before.open("/"));
		assertThat(sessionsOf("Ada")).hasSize(1);
	}

	@Test
	void keepsInRedisWhatAnybodyCanReadButNoPassword() {
		shop.visitor().signIn("Grace", "jasmine").ok();
		String key = "shop:session:http:{shop:session:sessions:" + sessionsOf("Grace").keySet().iterator().next() + "}";
		assertThat(reply("HGETALL", key)).asString()
			.contains(":SPRING_SECURITY_CONTEXT", "SecurityContextImpl", "\"username\":\"Grace\"", "ROLE_CUSTOMER")
			.doesNotContain("jasmine");
	}

	/**
	 * The shop has it do otherwise.
	 */
	@Test
	void couldKeepWhatSpringSecurityLeavesInSessionsByDefault() {
		MockHttpServletRequest request = new MockHttpServletRequest("GET", "/orders");
		request.setCookies(new Cookie("visitor", "x"));
		request.addHeader("Accept-Language", "de");
		request.addParameter("page", "2", "3");
		StoreSessionRepository sessions = shop.bean(StoreSessionRepository.class);
		StoreSession session = sessions.createSession();
		session.setAttribute("request", new DefaultSavedRequest(request));
		session.setAttribute("token", new DefaultCsrfToken("X-CSRF-TOKEN", "_csrf", "t"));
		session.setAttribute("details", new WebAuthenticationDetails("127.0.0.1", "s"));
		sessions.save(session);
		StoreSession found = Objects.requireNonNull(sessions.findById(session.getId()));
		DefaultSavedRequest saved = found.getRequiredAttribute("request");
		assertThat(saved.getRedirectUrl()).isEqualTo(new DefaultSavedRequest(request).getRedirectUrl());
		assertThat(saved.getParameterValues("page")).containsExactly("2", "3");
		assertThat(saved.getCookies()).extracting(Cookie::getValue).containsExactly("x");
		assertThat(saved.getLocales()).containsExactly(Locale.GERMAN);
		DefaultCsrfToken token = found.getRequiredAttribute("token");
		assertThat(token.getToken()).isEqualTo("t");
		assertThat((Object) found.getAttribute("details")).isEqualTo(session.getAttribute("details"));
	}

	@Test
	void refusesAWrongPasswordWithoutMakingASession() {
		Visitor visitor = shop.visitor();
		for (List<String> wrong : List.of(List.of("Ada", "jasmine"), List.of("Ada", ""), List.of("Nobody", "assam"))) {
			assertThat(visitor.signIn(wrong.get(0), wrong.get(1)).ok().text("wrong"))
				.isEqualTo("There is no customer with this name and password.");
		}
		assertGuest(visitor.open("/"));
		assertThat(reply("KEYS", "shop:session:*")).isEqualTo(List.of());
	}

	@Test
	void keepsCustomersSignedInOverARestartOfTheShopAndAKillOfItsStore() {
		Visitor guest = shop.visitor();
		String guestsTotal = guest.submit("/cart/7", Map.of()).ok().text("cart-total");
		Visitor visitor = shop.visitor();
		visitor.signIn("Ada", "assam").ok();
		String total = visitor.submit("/cart/3", Map.of()).ok().text("cart-total");
		String cookie = visitor.cookie("SESSION");
		shop.close();
		open();
		Visitor back = visitor.at(shop);
		assertCustomer("Ada", total, back.open("/"));
		assertThat(guest.at(shop).open("/").ok().text("cart-total")).isEqualTo(guestsTotal);
		store.get().kill();
		store.get().restart();
		Page page = Awaitility.await()
			.until(() -> back.open("/").ok(), (shown) -> !shown.body().contains("id=\"outage\""));
		assertCustomer("Ada", total, page);
		assertThat(back.submit("/cart/3", Map.of()).ok().body()).contains("2 × ");
		assertThat(back.cookie("SESSION")).isEqualTo(cookie);
		assertThat(cache.execute("KEYS", "*session*")).isEqualTo(List.of());
	}

	@Test
	void endsTheSessionEverywhereWhenACustomerSignsOut() {
		try (RunningShop second = RunningShop.start(cache.get(), store.get())) {
			Visitor visitor = shop.visitor();
			visitor.signIn("Linus", "oolong").ok();
			String total = visitor.submit("/cart/3", Map.of()).ok().text("cart-total");
			Visitor elsewhere = visitor.twin().at(second);
			assertCustomer("Linus", total, elsewhere.open("/"));
			Page out = visitor.submit("/sign-out", Map.of()).ok();
			assertThat(out.text("signed-out")).startsWith("You are signed out.");
			assertGuest(out);
			assertGuest(elsewhere.open("/"));
			assertThat(sessionsOf("Linus")).isEmpty();
			assertThat(elsewhere.submit("/cart/3", Map.of()).ok().body()).contains("1 × ", "id=\"to-sign-in\"");
		}
	}

	@Test
	void takesNoFormFromAnotherSite() {
		Visitor visitor = shop.visitor();
		String guests = visitor.token();
		visitor.signIn("Ada", "assam").ok();
		String price = visitor.open("/products/1").ok().text("price");
		String others = shop.visitor().token();
		for (String path : List.of("/cart/3", "/sign-in", "/sign-out", "/products/1/price")) {
			assertRefused(visitor.forge(path, Map.of("price", "1.23")));
		}
		assertRefused(visitor.forge("/sign-out", Map.of("_csrf", others)));
		assertRefused(visitor.forge("/sign-out", Map.of("_csrf", guests)));
		Page page = visitor.open("/products/1").ok();
		assertThat(page.text("price")).isEqualTo(price);
		assertThat(page.text("signed-in-as")).isEqualTo("Ada");
		assertThat(page.body()).contains("Nothing in it yet");
	}

	private static void assertCustomer(String name, String total, Page page) {
		assertThat(page.ok().text("signed-in-as")).isEqualTo(name);
		assertThat(page.text("cart-total")).isEqualTo(total);
		assertThat(page.body()).doesNotContain("id=\"to-sign-in\"");
	}

	private static void assertGuest(Page page) {
		assertThat(page.ok().text("to-sign-in")).isEqualTo("Sign in");
		assertThat(page.body()).contains("Nothing in it yet").doesNotContain("id=\"signed-in-as\"");
	}

	private static void assertRefused(Page page) {
		assertThat(page.status()).isEqualTo(403);
		assertThat(page.text("sentence")).startsWith("This form is out of date");
	}

	private static Map<String, StoreSession> sessionsOf(String name) {
		return shop.bean(StoreSessionRepository.class).findByPrincipalName(name);
	}

	private static Object reply(String... command) {
		return Objects.requireNonNull(store.execute(command));
	}

}
