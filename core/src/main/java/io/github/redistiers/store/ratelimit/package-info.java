/**
 * Rate limits on the store tier.
 * <p>
 * Called by: applications, through the interfaces and the methods they declare. Calls:
 * script. When Redis is slow or gone: what the limiter declares ({@code OnStoreFailure});
 * by default a call fails with a named exception. Never: asks the application's clock
 * what time it is in the store.
 */
@NullMarked
package io.github.redistiers.store.ratelimit;

import org.jspecify.annotations.NullMarked;
