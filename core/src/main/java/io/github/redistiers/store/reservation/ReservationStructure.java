package io.github.redistiers.store.reservation;

import io.github.redistiers.store.StructureContext;
import io.github.redistiers.store.StructureFactory;

/**
 * Makes reservations.
 *
 * @since 0.1.0
 */
public final class ReservationStructure implements StructureFactory<ReservationRepository> {

	@Override
	public Class<ReservationRepository> structure() {
		return ReservationRepository.class;
	}

	@Override
	public ReservationRepository create(StructureContext context) {
		return new RedisReservations(context);
	}

}
