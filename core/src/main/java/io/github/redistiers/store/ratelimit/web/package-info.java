/**
 * Rate limits for HTTP requests.
 * <p>
 * Called by: servlet containers and WebFlux. Calls: rate limits. When Redis is slow or
 * gone: what the limiter declares. Never: decides who is who.
 */
@NullMarked
package io.github.redistiers.store.ratelimit.web;

import org.jspecify.annotations.NullMarked;
