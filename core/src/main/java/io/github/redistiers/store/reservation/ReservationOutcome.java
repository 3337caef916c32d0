package io.github.redistiers.store.reservation;

import java.time.Instant;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What became of a reservation.
 *
 * @param status what is so now
 * @param expiresAt until when it is held, by the server's clock; {@code null} unless it
 * is
 * @param shortages where it is sold out: the items of which there is too little, with how
 * many are available; else empty
 * @since 0.1.0
 */
public record ReservationOutcome(Status status, @Nullable Instant expiresAt, Map<String, Long> shortages) {

	public ReservationOutcome {
		shortages = Map.copyOf(shortages);
	}

	/**
	 * Whether everything is there for the caller.
	 * @return {@code false} if it is sold out
	 */
	public boolean isReserved() {
		return this.status != Status.SOLD_OUT;
	}

	/**
	 * What is so now.
	 */
	public enum Status {

		/**
		 * It is held.
		 */
		HELD,

		/**
		 * It was held and confirmed before, under the same id.
		 */
		CONFIRMED,

		/**
		 * There is too little of something, and nothing was held.
		 */
		SOLD_OUT

	}

}
