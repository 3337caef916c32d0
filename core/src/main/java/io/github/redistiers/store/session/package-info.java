/**
 * HTTP sessions on the store tier, behind Spring Session's interfaces.
 * <p>
 * Called by: Spring Session's filter. Calls: script, codec, connection. When Redis is
 * slow or gone: a call fails with a named exception. Never: brings a deleted session
 * back, or asks the application's clock whether one has expired.
 */
@NullMarked
package io.github.redistiers.store.session;

import org.jspecify.annotations.NullMarked;
