/**
 * What development servers have to say in Spring Boot's own languages.
 * <p>
 * Called by: Spring Boot. Calls: nothing. When Redis is slow or gone: it says why a
 * server for development did not start. Never: starts a server.
 */
@NullMarked
package io.github.redistiers.boot.devservices;

import org.jspecify.annotations.NullMarked;
