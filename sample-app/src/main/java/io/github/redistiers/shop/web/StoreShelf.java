package io.github.redistiers.shop.web;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

import io.github.redistiers.shop.cart.Cart;
import io.github.redistiers.shop.checkout.Checkout;
import io.github.redistiers.shop.checkout.Order;
import io.github.redistiers.shop.checkout.OrderState;
import io.github.redistiers.shop.features.ShopFeatures;
import io.github.redistiers.shop.views.PageViews;
import io.github.redistiers.store.flag.FlagsNotReadException;
import io.github.redistiers.store.queue.QueueStatus;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.session.Session;
import org.springframework.session.SessionRepository;
import org.springframework.session.web.http.CookieSerializer;
import org.springframework.stereotype.Component;

import static org.springframework.security.web.context.HttpSessionSecurityContextRepository.SPRING_SECURITY_CONTEXT_KEY;

/**
 * What a page shows of the store tier: who is signed in, the cart, the order, the stock,
 * the counts and the queue of orders. The page is the catalogue's, so it is shown without
 * them, and says so, while the store fails: who was signed in is a guest for that time,
 * and is greeted again as soon as the store answers.
 */
@Component
class StoreShelf {

	private static final Logger logger = LoggerFactory.getLogger(StoreShelf.class);

	private final PageViews views;

	private final Checkout checkout;

	private final ShopFeatures features;

	private final SessionRepository<? extends Session> sessions;

	private final CookieSerializer cookies;

	private final AtomicBoolean failing = new AtomicBoolean();

	StoreShelf(PageViews views, Checkout checkout, ShopFeatures features, SessionRepository<? extends Session> sessions,
			CookieSerializer cookies) {
		this.views = views;
		this.checkout = checkout;
		this.features = features;
		this.sessions = sessions;
		this.cookies = cookies;
	}

	/**
	 * Counts a view and looks for the visitor's session. The first failure ends it: a
	 * server that hangs costs one timeout.
	 * @param page the page that is viewed
	 * @param product whose stock is asked for, if any
	 * @param request the visitor's request
	 * @return what is known
	 */
	Content read(String page, @Nullable Long product, HttpServletRequest request) {
		String name = null;
		Cart cart = null;
		Order order = null;
		OrderState state = null;
		Long home = null;
		QueueStatus queue = null;
		try {
			// what a full server still answers comes first
			Session session = session(request);
			name = attribute(session, SPRING_SECURITY_CONTEXT_KEY, SecurityContext.class)
				.map(SecurityContext::getAuthentication)
				.map(Authentication::getName)
				.orElse(null);
			cart = attribute(session, "cart", Cart.class).orElseGet(Cart::new);
			order = attribute(session, "order", Order.class).orElse(null);
			state = (order != null) ? this.checkout.state(order).orElse(null) : null;
			home = this.views.value("home");
			queue = this.checkout.queue();
			long views = this.views.increment(page);
			Long available = (product != null) ? this.checkout.available(product) : null;
			tellOfTheReturn();
			return new Content(name, cart, order, state, views, home, available, queue, null);
		}
		catch (RuntimeException ex) {
			StoreTrouble failure = StoreTrouble.behind(ex);
			if (failure == null) {
				throw ex;
			}
			tellOf(failure);
			return new Content(name, cart, order, state, null, home, null, queue, failure.sentence());
		}
	}

	private static <T> Optional<T> attribute(@Nullable Session session, String name, Class<T> type) {
		Object attribute = (session != null) ? session.getAttribute(name) : null;
		return type.isInstance(attribute) ? Optional.of(type.cast(attribute)) : Optional.empty();
	}

	// not through HttpSession: that would note the time of the visit, which is a write
	private @Nullable Session session(HttpServletRequest request) {
		for (String id : this.cookies.readCookieValues(request)) {
			Session session = this.sessions.findById(id);
			if (session != null) {
				return session;
			}
		}
		return null;
	}

	private void tellOf(StoreTrouble failure) {
		if (this.failing.compareAndSet(false, true)) {
			logger.warn("Pages are shown without what the store tier holds, since it failed: {}", failure.cause());
		}
	}

	private void tellOfTheReturn() {
		if (this.failing.compareAndSet(true, false)) {
			logger.info("The store tier answers again");
		}
	}

	/**
	 * Tells whether a visitor is given advice on brewing: from memory, also while the
	 * store is away.
	 * @param visitor who asks
	 * @return whether; nobody is while the flags were never read
	 */
	boolean advises(String visitor) {
		try {
			return this.features.isOn(ShopFeatures.BREWING_ADVICE, visitor);
		}
		catch (FlagsNotReadException ex) {
			return false;
		}
	}

	/**
	 * What is known of the store; null for what is not, and for the name of a guest.
	 */
	record Content(@Nullable String name, @Nullable Cart cart, @Nullable Order order, @Nullable OrderState state,
			@Nullable Long views, @Nullable Long homeViews, @Nullable Long available, @Nullable QueueStatus queue,
			@Nullable String outage) {
	}

}
