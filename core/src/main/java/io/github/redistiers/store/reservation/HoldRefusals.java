package io.github.redistiers.store.reservation;

import java.util.Collection;
import java.util.stream.Collectors;

import io.github.redistiers.store.ServerObjection;
import io.github.redistiers.store.StructureKeys;

/**
 * The names of what is refused.
 */
record HoldRefusals(StructureKeys keys) {

	/**
	 * Throws what a reply is called if it is a refusal.
	 */
	void throwIfRefused(HoldReply reply, Collection<String> items, String id) {
		switch (reply.status()) {
			case HoldReply.NOT_HELD -> throw new NotHeldException(
					"%s has no hold on %s; nothing was changed. Its time is up, it was released, or it never was: reserve again."
						.formatted(id, described(items)));
			case HoldReply.OTHER_CONTENT -> throw new HoldReusedException(
					"%s stands for something else on %s; nothing was changed. Give each hold and each restock an id of its own."
						.formatted(id, described(items)));
			case HoldReply.CONFIRMED ->
				throw new HoldConfirmedException("%s was confirmed on %s; nothing was changed. Restock what comes back."
					.formatted(id, described(items)));
			case HoldReply.TOO_MUCH ->
				throw new StockLimitException("There would be more than %d of %s; nothing was changed."
					.formatted(ReservationRepository.MOST, described(items)));
			case HoldReply.NOT_A_STOCK -> throw new NotAStockException(notAStock(items), null);
			default -> {
			}
		}
	}

	/**
	 * Names what is no failure of the store.
	 */
	RuntimeException named(Collection<String> items, RuntimeException failure) {
		return ServerObjection.isWrongType(failure) ? new NotAStockException(notAStock(items), failure) : failure;
	}

	private String notAStock(Collection<String> items) {
		return "Something else than a stock lives under the keys of one of these; nothing was changed: "
				+ described(items) + ". Remove it, or give the repository another name.";
	}

	private String described(Collection<String> items) {
		return items.stream().map(this.keys::text).collect(Collectors.joining(", "));
	}

}
