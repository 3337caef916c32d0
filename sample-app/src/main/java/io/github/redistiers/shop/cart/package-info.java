/**
 * The cart: an attribute of the session, whose only copy is on the store tier.
 * <p>
 * Called by: the pages. Calls: the catalogue, for prices. When Redis is slow or gone: the
 * session fails, and with it the request. Never: caches a cart.
 */
@NullMarked
package io.github.redistiers.shop.cart;

import org.jspecify.annotations.NullMarked;
