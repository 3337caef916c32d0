/**
 * A small tea shop on both tiers, to run and to read.
 * <p>
 * Called by: whoever tries the starter. Calls: the starter as any application would. When
 * Redis is slow or gone: products come from the database, carts and counters fail by
 * name, orders that were placed wait. Never: does anything a user's application could not
 * do.
 */
@NullMarked
package io.github.redistiers.shop;

import org.jspecify.annotations.NullMarked;
