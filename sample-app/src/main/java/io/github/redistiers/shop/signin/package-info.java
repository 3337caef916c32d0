/**
 * Sign-in: by a form, voluntary, with customers who stand in the shop's properties.
 * <p>
 * Called by: browsers, through Spring Security. Calls: nothing of the shop; Spring
 * Session keeps who is signed in, on the store tier. When Redis is slow or gone: signing
 * in and out fail by name, and whoever was signed in is so again afterwards. Never: asks
 * for a session on behalf of a page.
 */
@NullMarked
package io.github.redistiers.shop.signin;

import org.jspecify.annotations.NullMarked;
