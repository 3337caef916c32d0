/**
 * When each tier has connections, and with which values.
 * <p>
 * Called by: Spring Boot. Calls: core's connection package. When Redis is slow or gone:
 * nothing here notices, no bean waits for a server. Never: adds a connection that nobody
 * configured, or lets what is injected without a qualifier land on the cache.
 */
@NullMarked
package io.github.redistiers.autoconfigure.connection;

import org.jspecify.annotations.NullMarked;
