/**
 * Reservations of stock on the store tier.
 * <p>
 * Called by: applications, through the interfaces they declare. Calls: script. When Redis
 * is slow or gone: a call fails with a named exception. Never: sells more than there is,
 * or needs somebody to tidy up for what it answers.
 */
@NullMarked
package io.github.redistiers.store.reservation;

import org.jspecify.annotations.NullMarked;
