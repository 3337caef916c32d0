package io.github.redistiers.shop.web;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

import io.github.redistiers.shop.cart.Cart;
import io.github.redistiers.shop.cart.CartView;
import io.github.redistiers.shop.catalogue.BrewingAdvice;
import io.github.redistiers.shop.catalogue.CataloguePage;
import io.github.redistiers.shop.catalogue.Product;
import io.github.redistiers.shop.catalogue.ProductCatalogue;
import io.github.redistiers.shop.checkout.Checkout;
import io.github.redistiers.shop.checkout.Order;
import io.github.redistiers.shop.checkout.OrderState;
import io.github.redistiers.shop.checkout.SoldOutException;
import io.github.redistiers.shop.features.ShopFeatures;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpSession;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.CookieValue;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.server.ResponseStatusException;

/**
 * The pages of the shop, and the forms on them.
 */
@Controller
class ShopController {

	private static final BigDecimal DEAREST = new BigDecimal("9999.99");

	private final ProductCatalogue catalogue;

	private final Checkout checkout;

	private final ShopFeatures features;

	private final StoreShelf store;

	private final OrderPanel orders;

	private final TierPanel tiers;

	ShopController(ProductCatalogue catalogue, Checkout checkout, ShopFeatures features, StoreShelf store,
			OrderPanel orders, TierPanel tiers) {
		this.catalogue = catalogue;
		this.checkout = checkout;
		this.features = features;
		this.store = store;
		this.orders = orders;
		this.tiers = tiers;
	}

	@GetMapping("/")
	String home(@RequestParam(defaultValue = "") String origin, @RequestParam(defaultValue = "1") int page,
			HttpServletRequest request, Model model) {
		ReadClock clock = ReadClock.start(this.catalogue);
		CataloguePage shown = this.catalogue.page(origin, page);
		model.addAttribute("read", clock.stop());
		model.addAttribute("shown", shown);
		model.addAttribute("origin", origin);
		model.addAttribute("origins", this.catalogue.origins());
		addSides(model, this.store.read("home", null, request));
		return "shop";
	}

	@GetMapping("/products/{id}")
	String product(@PathVariable long id, @RequestParam(defaultValue = "false") boolean soldOut,
			@CookieValue(defaultValue = "") String visitor, HttpServletRequest request, HttpServletResponse response,
			Model model) {
		ReadClock clock = ReadClock.start(this.catalogue);
		Product product = find(id);
		model.addAttribute("read", clock.stop());
		model.addAttribute("product", product);
		model.addAttribute("soldOut", soldOut);
		String visiting = visitor.isEmpty() ? greet(response) : visitor;
		model.addAttribute("advice", this.store.advises(visiting) ? BrewingAdvice.of(product) : null);
		addSides(model, this.store.read("product-" + id, id, request));
		return "product";
	}

	@PostMapping("/products/{id}/price")
	String changePrice(@PathVariable long id, @RequestParam BigDecimal price) {
		if (price.signum() <= 0 || price.scale() > 2 || price.compareTo(DEAREST) > 0) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "A price is between 0.01 and 9999.99");
		}
		if (!this.catalogue.changePrice(id, price)) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND);
		}
		return "redirect:/products/" + id;
	}

	/**
	 * Who gets advice on brewing: the same visitors, as long as the percentage is.
	 */
	@PostMapping("/features/brewing-advice")
	String advise(@RequestParam double percentage, @RequestParam long product) {
		if (!(percentage >= 0 && percentage <= 100)) {
			throw new ResponseStatusException(HttpStatus.BAD_REQUEST, "A percentage is between 0 and 100");
		}
		this.features.percentage(ShopFeatures.BREWING_ADVICE, percentage);
		return "redirect:/products/" + product;
	}

	@PostMapping("/cart/{id}")
	String add(@PathVariable long id, HttpSession session) {
		find(id);
		Cart cart = cart(session);
		cart.add(id);
		session.setAttribute("cart", cart);
		return "redirect:/#cart";
	}

	@PostMapping("/cart/{id}/remove")
	String remove(@PathVariable long id, HttpSession session) {
		Cart cart = cart(session);
		cart.remove(id);
		session.setAttribute("cart", cart);
		return "redirect:/#cart";
	}

	/**
	 * What is held becomes free by itself if the session does not take the order, which
	 * is then written down as one that nobody pays.
	 */
	@PostMapping("/cart/checkout")
	String checkOut(HttpSession session) {
		Cart cart = cart(session);
		if (!cart.quantities().isEmpty()) {
			try {
				session.setAttribute("order", this.checkout.hold(cart.quantities()));
			}
			catch (SoldOutException ex) {
				return "redirect:/products/" + ex.product() + "?soldOut=true#cart";
			}
			session.removeAttribute("cart");
		}
		return "redirect:/#cart";
	}

	@PostMapping("/cart/pay")
	String pay(HttpSession session) {
		if (session.getAttribute("order") instanceof Order order) {
			this.checkout.pay(order);
		}
		return "redirect:/#cart";
	}

	@PostMapping("/cart/cancel")
	String cancel(HttpSession session) {
		if (session.getAttribute("order") instanceof Order order
				&& !this.checkout.state(order).equals(Optional.of(OrderState.PAID))) {
			this.checkout.cancel(order);
			session.removeAttribute("order");
		}
		return "redirect:/#cart";
	}

	private static String greet(HttpServletResponse response) {
		String visitor = UUID.randomUUID().toString();
		response.addHeader(HttpHeaders.SET_COOKIE,
				ResponseCookie.from("visitor", visitor)
					.path("/")
					.httpOnly(true)
					.sameSite("Lax")
					.maxAge(Duration.ofDays(365))
					.build()
					.toString());
		return visitor;
	}

	private Product find(long id) {
		return this.catalogue.find(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

	private Cart cart(HttpSession session) {
		return (session.getAttribute("cart") instanceof Cart cart) ? cart : new Cart();
	}

	private void addSides(Model model, StoreShelf.Content store) {
		Cart cart = store.cart();
		model.addAttribute("cart", (cart != null) ? CartView.of(cart, this.catalogue) : null);
		model.addAttribute("store", store);
		model.addAttribute("sourceReads", this.catalogue.sourceReads());
		model.addAttribute("orders", this.orders.read(store.queue()));
		model.addAttribute("tiers", this.tiers.read());
	}

}
