package io.github.redistiers.shop.checkout;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

import io.github.redistiers.store.StoreChange;
import io.github.redistiers.store.StoreRepositories;
import io.github.redistiers.store.TogetherOutcome;
import io.github.redistiers.store.queue.JobOptions;
import io.github.redistiers.store.queue.QueueStatus;
import io.github.redistiers.store.reservation.NotHeldException;
import io.github.redistiers.store.reservation.ReservationOutcome;
import io.github.redistiers.store.reservation.Stock;

import org.springframework.stereotype.Component;

/**
 * Holds what a cart wants while the customer pays, and has the order written down. Every
 * step has the order's id, so a step that failed half-way can be made again, and one that
 * never is again, is over when the hold is.
 */
@Component
public class Checkout {

	private static final Duration HOLD = Duration.ofMinutes(10);

	private static final int FIRST_DELIVERY = 24;

	private final TeaStock stock;

	private final OrderStates states;

	private final OrderJobs jobs;

	private final StoreRepositories repositories;

	Checkout(TeaStock stock, OrderStates states, OrderJobs jobs, StoreRepositories repositories) {
		this.stock = stock;
		this.states = states;
		this.jobs = jobs;
		this.repositories = repositories;
	}

	/**
	 * Tells how many tins of a product can be had.
	 * @param product the product
	 * @return those that are neither held nor sold
	 */
	public long available(long product) {
		return stocked(String.valueOf(product)).available();
	}

	/**
	 * Holds all that is wanted, lets the order start and has it written down: all of that
	 * in one step, or nothing.
	 * @param quantities how many of which product
	 * @return the order, which is to be paid for until the hold is over
	 * @throws SoldOutException if there is too little of a product
	 */
	public Order hold(Map<Long, Integer> quantities) {
		String id = UUID.randomUUID().toString();
		Map<String, Long> items = Order.items(quantities);
		items.keySet().forEach(this::stocked);
		// a database may be away for longer than an ordinary job is tried
		JobOptions once = JobOptions.defaults().id(id).attempts(JobOptions.MOST_ATTEMPTS);
		StoreChange<ReservationOutcome> hold = this.stock.changes().reserve(items, id, HOLD);
		TogetherOutcome outcome = this.repositories.applyTogether(hold, this.states.changes().start(id, "checkout"),
				this.jobs.changes().enqueue(new PlacedOrder(id, quantities), once));
		ReservationOutcome held = outcome.of(hold);
		if (!outcome.isApplied()) {
			throw new SoldOutException(Long.parseLong(held.shortages().keySet().iterator().next()));
		}
		Instant heldUntil = Objects.requireNonNull(held.expiresAt());
		return new Order(id, new LinkedHashMap<>(quantities), heldUntil);
	}

	/**
	 * Sells what is held.
	 * @param order the order
	 * @return whether it was still held; nothing is sold otherwise
	 */
	public boolean pay(Order order) {
		try {
			this.stock.confirm(order.items(), order.id());
		}
		catch (NotHeldException ex) {
			this.states.transition(order.id(), OrderState.NEW, OrderState.CANCELLED, "too-late");
			return false;
		}
		this.states.transition(order.id(), OrderState.NEW, OrderState.PAID, "payment");
		return true;
	}

	/**
	 * Frees what is held.
	 * @param order the order
	 */
	public void cancel(Order order) {
		this.stock.release(order.items(), order.id());
		this.states.transition(order.id(), OrderState.NEW, OrderState.CANCELLED, "cancellation");
	}

	/**
	 * Tells where an order is.
	 * @param order the order
	 * @return its state, unless nobody knows it any more
	 */
	public Optional<OrderState> state(Order order) {
		return this.states.state(order.id());
	}

	/**
	 * Tells how many orders are on their way to the database.
	 * @return how full their queue is
	 */
	public QueueStatus queue() {
		return this.jobs.status();
	}

	// the first delivery comes when somebody asks for the product
	private Stock stocked(String item) {
		Stock stock = this.stock.stock(item);
		return (stock.stocked() > 0) ? stock : this.stock.restock(item, FIRST_DELIVERY, "first-delivery");
	}

}
