/**
 * What operators see and do at {@code /actuator/redistiers}.
 * <p>
 * Called by: Spring Boot's actuator. Calls: core's guard, cache manager, repositories and
 * queues. When Redis is slow or gone: it shows what is known, and asks only queues, which
 * have a second to answer. Never: shows values, credentials or keys of users.
 */
@NullMarked
package io.github.redistiers.boot.endpoint;

import org.jspecify.annotations.NullMarked;
