/**
 * The checkout: what a cart holds is kept for it while the customer pays, and the order
 * is written to the database by a job.
 * <p>
 * Called by: the pages, and the queue of placed orders. Calls: the store tier's
 * reservations, workflow states and job queue, and the database. When Redis is slow or
 * gone: checking out and paying fail by name, what is held becomes free when its time is
 * up, and what was placed is written down when the store is back. Never: sells what is
 * not there, holds for an order that nobody writes down, or writes one down twice.
 */
@NullMarked
package io.github.redistiers.shop.checkout;

import org.jspecify.annotations.NullMarked;
