/**
 * How often each page was looked at, counted exactly on the store tier.
 * <p>
 * Called by: the pages. Calls: nothing; the starter implements what is declared here.
 * When Redis is slow or gone: counting throws. Never: holds a count that is a copy.
 */
@NullMarked
package io.github.redistiers.shop.views;

import org.jspecify.annotations.NullMarked;
