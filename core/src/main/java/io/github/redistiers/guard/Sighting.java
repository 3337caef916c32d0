package io.github.redistiers.guard;

import java.time.Instant;

/**
 * What a server told at an earlier look.
 *
 * @param at when
 * @param info some numbers of its {@code INFO}: of memory, hits and misses, delayed
 * fsyncs, clients, rejected connections and replicas
 * @since 0.1.0
 */
public record Sighting(Instant at, ServerInfo info) {

}
