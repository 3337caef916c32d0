/**
 * The checkout: what a cart holds is kept for it while the customer pays.
 * <p>
 * Called by: the pages. Calls: the store tier's reservations and workflow states. When
 * Redis is slow or gone: checking out and paying fail by name, and what is held becomes
 * free when its time is up. Never: sells what is not there.
 */
@NullMarked
package io.github.redistiers.shop.checkout;

import org.jspecify.annotations.NullMarked;
