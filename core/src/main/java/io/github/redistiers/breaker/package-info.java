/**
 * Circuit breakers, one for each node of a tier, that hear of every command.
 * <p>
 * Called by: cache and store. Calls: Lettuce, Resilience4j. When Redis is slow or gone:
 * nothing is sent to a node that does not serve, but a few commands that try it. Never:
 * knows what a command is for.
 */
@NullMarked
package io.github.redistiers.breaker;

import org.jspecify.annotations.NullMarked;
