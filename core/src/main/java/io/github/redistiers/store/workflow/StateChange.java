package io.github.redistiers.store.workflow;

import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * A change of state that has happened.
 *
 * @param <S> the states
 * @param from the state before; {@code null} where the entity started
 * @param to the state after
 * @param at when it happened, to the millisecond, by the server's clock
 * @param eventId the event that made it
 * @since 0.1.0
 */
public record StateChange<S extends Enum<S>>(@Nullable S from, S to, Instant at, String eventId) {

}
