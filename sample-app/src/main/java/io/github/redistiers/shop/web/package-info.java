/**
 * The shop's pages, plain HTML forms without JavaScript.
 * <p>
 * Called by: browsers. Calls: catalogue, cart, checkout, views and the guard's report.
 * When Redis is slow or gone: the page says what is missing. Never: holds state of its
 * own.
 */
@NullMarked
package io.github.redistiers.shop.web;

import org.jspecify.annotations.NullMarked;
